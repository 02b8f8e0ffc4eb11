// Functions as wholes: heads, variables, operands and statements.
#include "ptx_translator.h"
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

PtxType PtxType::parse(const std::string& word)
{
    static const struct
    {
        const char* word;
        PtxType type;
    } all[] = { { "pred", { Predicate, 1 } },
        { "b8", { Bits, 8 } }, { "b16", { Bits, 16 } }, { "b32", { Bits, 32 } }, { "b64", { Bits, 64 } },
        { "u8", { Unsigned, 8 } }, { "u16", { Unsigned, 16 } }, { "u32", { Unsigned, 32 } }, { "u64", { Unsigned, 64 } },
        { "s8", { Signed, 8 } }, { "s16", { Signed, 16 } }, { "s32", { Signed, 32 } }, { "s64", { Signed, 64 } },
        { "f16", { Float, 16 } }, { "bf16", { BFloat, 16 } }, { "f32", { Float, 32 } }, { "f64", { Float, 64 } } };
    for (const auto& known : all)
    {
        if (word == known.word)
            return known.type;
    }
    return {};
}

std::string PtxType::text() const
{
    if (kind == Predicate)
        return "bool";
    if (is_float())
        return bits == 64 ? "f64" : "f32";
    return (kind == Signed ? "s" : "u") + std::to_string(bits);
}

PtxOpcode::PtxOpcode(int line, const std::string& text) : place(line), whole(text)
{
    for (size_t start = 0; start <= text.size();)
    {
        size_t dot = std::min(text.find('.', start), text.size());
        words.push_back(text.substr(start, dot - start));
        start = dot + 1;
    }
}

bool PtxOpcode::take(const std::string& word)
{
    auto found = std::find(words.begin() + 1, words.end(), word);
    if (found == words.end())
        return false;
    words.erase(found);
    return true;
}

std::string PtxOpcode::take_any(std::initializer_list<const char*> choices)
{
    for (const char* choice : choices)
    {
        if (take(choice))
            return choice;
    }
    return {};
}

PtxType PtxOpcode::type()
{
    for (auto word = words.begin() + 1; word != words.end(); ++word)
    {
        PtxType found = PtxType::parse(*word);
        if (found.kind == PtxType::None)
            continue;
        words.erase(word);
        return found;
    }
    throw PtxError(place, "'" + whole + "' lacks a type");
}

void PtxOpcode::finish() const
{
    if (words.size() > 1)
        throw PtxError(place, "the emulator does not know '." + words[1] + "' of '" + whole + "'");
}

std::string FunctionTranslator::head(const PtxFunction& function)
{
    std::string text = function.is_entry ? "extern \"C\" __attribute__((visibility(\"default\"))) void " : "static void ";
    text += function.id + "(Thread* t";
    if (!function.is_entry)
    {
        for (const auto* list : { &function.results, &function.parameters })
            for (const PtxSymbol* symbol : *list)
                text += ", char* " + symbol->id;
    }
    return text + ")";
}

void FunctionTranslator::run()
{
    for (const PtxStatement& statement : function.body)
    {
        if (statement.kind == PtxStatement::Label && !labels.insert(statement.name).second)
            throw PtxError(statement.line, "a second label '" + statement.name + "'");
    }
    emit(head(function) + "\n{");
    declare();
    for (const PtxStatement& statement : function.body)
        translate(statement);
    emit("}\n");
}

void FunctionTranslator::declare()
{
    emit("ENVIRONMENT(" + std::to_string(function.local_bytes) + ")");
    for (const PtxSymbol* symbol : function.variables)
    {
        if (symbol->space == "param")
            emit("alignas(16) char " + symbol->id + "[" + std::to_string(symbol->bytes) + "];");
        if (symbol->space != "reg")
            continue;
        // A register that nothing was written to holds noise.
        if (symbol->type.kind == PtxType::Predicate)
            emit("bool " + symbol->id + " = true;");
        else if (symbol->type.is_float() && symbol->type.bits > 16)
            emit(symbol->type.text() + " " + symbol->id + " = -2e30f;");
        else
            emit("u" + std::to_string(symbol->type.bits) + " " + symbol->id + " = (u" + std::to_string(symbol->type.bits) + ")NOISE;");
    }
}

void FunctionTranslator::translate(const PtxStatement& statement)
{
    current = &statement;
    if (statement.kind == PtxStatement::Label)
    {
        emit("L_" + statement.name + ":;");
        return;
    }
    if (statement.kind == PtxStatement::Targets)
        return; // brx.idx looks for them.
    PtxOpcode opcode(statement.line, statement.name);
    if (statement.guard != nullptr)
        emit(std::string("if (") + (statement.guard_negated ? "!" : "") + statement.guard->id + ") {");
    bool known = translate_arithmetic(*this, opcode) || translate_memory(*this, opcode) || translate_comparison(*this, opcode)
        || translate_control(*this, opcode) || translate_conversion(*this, opcode) || translate_bits(*this, opcode)
        || translate_atomic(*this, opcode) || translate_warp(*this, opcode);
    if (!known)
        fail("the emulator does not know the instruction '" + statement.name + "'");
    opcode.finish();
    if (statement.guard != nullptr)
        emit("}");
}

const PtxOperand& FunctionTranslator::operand(size_t index) const
{
    if (index >= current->operands.size())
        fail("'" + current->name + "' lacks operands");
    return current->operands[index];
}

void FunctionTranslator::expect_operands(size_t count) const
{
    if (current->operands.size() != count)
        fail("'" + current->name + "' has " + std::to_string(count) + " operands");
}

std::string FunctionTranslator::label(const PtxOperand& target) const
{
    if (target.kind != PtxOperand::Name || labels.count(target.name) == 0)
        fail("there is no label '" + target.name + "'");
    return "L_" + target.name;
}

/// A number of bits as a value of a type.
static std::string literal(u64 bits, PtxType type)
{
    char text[64];
    f32 single;
    f64 twice;
    u32 low = (u32)bits;
    memcpy(&single, &low, sizeof single);
    memcpy(&twice, &bits, sizeof twice);
    if (!type.is_float())
        snprintf(text, sizeof text, "(%s)0x%llxull", type.text().c_str(), bits);
    else if (type.bits == 16)
        snprintf(text, sizeof text, "%s((u16)0x%xu)", type.kind == PtxType::BFloat ? "from_bf16" : "from_f16", low);
    else if (type.bits == 32 && std::isfinite(single))
        snprintf(text, sizeof text, "%af", (f64)single);
    else if (type.bits == 32)
        snprintf(text, sizeof text, "AS_F32(0x%xu)", low);
    else if (std::isfinite(twice))
        snprintf(text, sizeof text, "%a", twice);
    else
        snprintf(text, sizeof text, "AS_F64(0x%llxull)", bits);
    return text;
}

std::string FunctionTranslator::read(const PtxOperand& from, PtxType type) const
{
    if (from.kind == PtxOperand::Integer && type.kind == PtxType::Predicate)
        return from.bits != 0 ? "true" : "false";
    if (from.kind == PtxOperand::Float64 && type.is_float() && type.bits == 32)
        fail("a number of 64 bits where 32 are wanted");
    if (from.kind == PtxOperand::Float32 && type.bits != 32)
        fail("a number of 32 bits where others are wanted");
    if (from.kind == PtxOperand::Integer && type.is_float() && type.bits > 16)
        fail("an integer where a floating-point number is wanted");
    if (from.kind == PtxOperand::Integer || from.kind == PtxOperand::Float32 || from.kind == PtxOperand::Float64)
        return literal(from.bits, type);
    if (from.kind != PtxOperand::Name)
        fail("this operand of '" + current->name + "' cannot be read");
    if (from.symbol == nullptr)
        return "(" + type.text() + ")" + special(from);
    const PtxSymbol& symbol = *from.symbol;
    if (symbol.space != "reg")
        return "(" + type.text() + ")" + address(symbol);
    if ((symbol.type.kind == PtxType::Predicate) != (type.kind == PtxType::Predicate))
        fail("'" + from.name + "' and '" + current->name + "' are of different kinds");
    if (type.kind == PtxType::Predicate)
        return (from.negated ? "!" : "") + symbol.id;
    if (symbol.type.bits < type.bits || (type.is_float() && symbol.type.bits != type.bits))
        fail("'" + from.name + "' has " + std::to_string(symbol.type.bits) + " bits, not " + std::to_string(type.bits));
    bool holds_float = symbol.type.is_float() && symbol.type.bits > 16;
    if (type.is_float() && type.bits == 16)
        return (type.kind == PtxType::BFloat ? "from_bf16(" : "from_f16(") + symbol.id + ")";
    if (type.is_float())
        return holds_float ? symbol.id : (type.bits == 32 ? "AS_F32(" : "AS_F64(") + symbol.id + ")";
    std::string bits = holds_float ? (symbol.type.bits == 32 ? "AS_U32(" : "AS_U64(") + symbol.id + ")" : symbol.id;
    return symbol.type.bits == type.bits && type.kind != PtxType::Signed ? bits : "(" + type.text() + ")" + bits;
}

void FunctionTranslator::write(const PtxOperand& target, PtxType type, const std::string& value)
{
    if (target.kind == PtxOperand::Name && target.name == "_")
        return;
    if (target.kind != PtxOperand::Name || target.symbol == nullptr || target.symbol->space != "reg")
        fail("'" + target.name + "' is no register");
    const PtxSymbol& symbol = *target.symbol;
    bool predicate = symbol.type.kind == PtxType::Predicate;
    bool fits = type.is_float() ? symbol.type.bits == type.bits : symbol.type.bits >= type.bits;
    if (predicate != (type.kind == PtxType::Predicate) || !fits)
        fail("'" + target.name + "' does not hold what '" + current->name + "' gives");
    bool holds_float = symbol.type.is_float() && symbol.type.bits > 16;
    std::string bits = value;
    if (type.is_float() && type.bits == 16)
        bits = (type.kind == PtxType::BFloat ? "to_bf16(" : "to_f16(") + value + ")";
    else if (type.is_float() && !holds_float)
        bits = (type.bits == 32 ? "AS_U32(" : "AS_U64(") + value + ")";
    else if (!type.is_float() && holds_float)
        bits = (symbol.type.bits == 32 ? "AS_F32((u32)(" : "AS_F64((u64)(") + value + "))";
    else if (type.is_integer())
        bits = "(" + type.text() + ")(" + value + ")";
    emit(symbol.id + " = " + bits + ";");
}

std::string FunctionTranslator::address(const PtxSymbol& symbol) const
{
    if (symbol.space == "shared")
        return std::to_string(symbol.offset) + "ull";
    if (symbol.space == "local")
        return "(frame + " + std::to_string(symbol.offset) + ")";
    fail("the emulator does not know the address of '" + symbol.name + "'");
}

std::string FunctionTranslator::special(const PtxOperand& operand) const
{
    static const char* const triples[][2] = { { "%tid.", "t->index" }, { "%ntid.", "t->block->size" }, { "%ctaid.", "t->block->index" },
        { "%nctaid.", "t->block->grid" } };
    static const char* const singles[][2] = { { "%laneid", "t->lane" }, { "%warpid", "t->warp" }, { "%nwarpid", "warps(t)" },
        { "%smid", "0u" }, { "%nsmid", "1u" }, { "%gridid", "0u" }, { "%lanemask_eq", "(1u << t->lane)" },
        { "%lanemask_le", "(0xffffffffu >> (31 - t->lane))" }, { "%lanemask_lt", "((1u << t->lane) - 1)" },
        { "%lanemask_ge", "(0xffffffffu << t->lane)" }, { "%lanemask_gt", "(0xfffffffeu << t->lane)" },
        { "%clock", "t->block->services->clock()" }, { "%clock64", "t->block->services->clock()" },
        { "%globaltimer", "t->block->services->clock()" }, { "%dynamic_smem_size", "t->block->dynamic_bytes" },
        { "%total_smem_size", "t->block->shared_bytes" }, { "WARP_SZ", "32u" } };
    const std::string& name = operand.name;
    for (auto& [prefix, text] : triples)
    {
        size_t length = strlen(prefix);
        if (name.compare(0, length, prefix) == 0 && name.size() == length + 1 && name.back() >= 'x' && name.back() <= 'z')
            return std::string(text) + "[" + std::to_string(name.back() - 'x') + "]";
    }
    for (auto& [word, text] : singles)
    {
        if (name == word)
            return text;
    }
    fail("'" + name + "' is not declared, and no special register that the emulator knows");
}
