// Comparison and selection.
#include "ptx_translator.h"
#include <map>

namespace
{
std::string compare(FunctionTranslator& to, PtxOpcode& opcode, PtxType type, const std::string& word)
{
    static const std::map<std::string, const char*> plain = { { "eq", "==" }, { "lt", "<" }, { "le", "<=" }, { "gt", ">" }, { "ge", ">=" },
        { "lo", "<" }, { "ls", "<=" }, { "hi", ">" }, { "hs", ">=" } };
    static const std::map<std::string, const char*> unordered = { { "neu", "==" }, { "ltu", ">=" }, { "leu", ">" }, { "gtu", "<=" },
        { "geu", "<" } };
    std::string a = to.read(1, type), b = to.read(2, type);
    if (auto found = plain.find(word); found != plain.end())
        return a + " " + found->second + " " + b;
    if (auto found = unordered.find(word); found != unordered.end())
        return "!(" + a + " " + found->second + " " + b + ")";
    if (word == "ne")
        return type.is_float() ? "(" + a + " < " + b + " || " + a + " > " + b + ")" : a + " != " + b;
    std::string unequal = "(" + a + " != " + a + " || " + b + " != " + b + ")";
    if (word == "equ")
        return "(" + unequal + " || " + a + " == " + b + ")";
    if (word == "num" || word == "nan")
        return word == "nan" ? unequal : "!" + unequal;
    to.fail("'" + opcode.text() + "' lacks a comparison");
}

/// A comparison, and what another predicate makes of it.
std::string condition(FunctionTranslator& to, PtxOpcode& opcode, PtxType type, bool inverted)
{
    static const PtxType predicate = PtxType::parse("pred");
    PtxOpcode rest = opcode;
    std::string joint = rest.take_any({ "and", "or", "xor" });
    std::string word = rest.take_any(
        { "eq", "ne", "lt", "le", "gt", "ge", "lo", "ls", "hi", "hs", "equ", "neu", "ltu", "leu", "gtu", "geu", "num", "nan" });
    std::string text = (inverted ? "!(" : "(") + compare(to, opcode, type, word) + ")";
    if (!joint.empty())
        text += (joint == "and" ? " & " : joint == "or" ? " | " : " ^ ") + to.read(3, predicate);
    to.expect_operands(joint.empty() ? 3 : 4);
    if (inverted || to.operand(0).second.empty())
        opcode = rest;
    return text;
}

void set_predicate(FunctionTranslator& to, PtxOpcode& opcode)
{
    static const PtxType predicate = PtxType::parse("pred");
    opcode.take("ftz");
    PtxType type = opcode.type();
    PtxOperand first = to.operand(0);
    if (first.second.empty())
    {
        to.write(first, predicate, condition(to, opcode, type, false));
        return;
    }
    PtxOperand second;
    second.name = first.second;
    second.symbol = first.second_symbol;
    std::string plain = condition(to, opcode, type, false), inverted = condition(to, opcode, type, true);
    to.emit("{ bool both_ = " + inverted + ";");
    to.write(first, predicate, plain);
    to.write(second, predicate, "both_");
    to.emit("}");
}

void set(FunctionTranslator& to, PtxOpcode& opcode)
{
    opcode.take("ftz");
    PtxType result = opcode.type(), type = opcode.type();
    std::string text = condition(to, opcode, type, false);
    to.write(0, result, "(" + text + (result.is_float() ? ") ? 1.0f : 0.0f" : ") ? 0xffffffffu : 0u"));
}

void select(FunctionTranslator& to, PtxOpcode& opcode)
{
    PtxType type = opcode.type();
    to.expect_operands(4);
    to.write(0, type, to.read(3, PtxType::parse("pred")) + " ? " + to.read(1, type) + " : " + to.read(2, type));
}

void test(FunctionTranslator& to, PtxOpcode& opcode)
{
    static const std::map<std::string, const char*> all = { { "finite", "__builtin_isfinite(%)" }, { "infinite", "__builtin_isinf(%)" },
        { "number", "!__builtin_isnan(%)" }, { "notanumber", "__builtin_isnan(%)" }, { "normal", "__builtin_isnormal(%)" },
        { "subnormal", "__builtin_fpclassify(0, 0, 0, 1, 0, %)" } };
    std::string word = opcode.take_any({ "finite", "infinite", "number", "notanumber", "normal", "subnormal" });
    PtxType type = opcode.type();
    if (word.empty() || !type.is_float())
        to.fail("the emulator does not know '" + opcode.text() + "'");
    std::string text = all.at(word);
    to.write(0, PtxType::parse("pred"), text.replace(text.find('%'), 1, to.read(1, type)));
}
}

bool translate_comparison(FunctionTranslator& to, PtxOpcode& opcode)
{
    const std::string& name = opcode.name();
    if (name == "setp")
        set_predicate(to, opcode);
    else if (name == "set")
        set(to, opcode);
    else if (name == "selp")
        select(to, opcode);
    else if (name == "testp")
        test(to, opcode);
    else
        return false;
    return true;
}
