// Branches, calls and ends.
#include "ptx_translator.h"
#include <algorithm>

namespace
{
void branch(FunctionTranslator& to, PtxOpcode& opcode)
{
    opcode.take("uni");
    to.expect_operands(1);
    to.emit("goto " + to.label(to.operand(0)) + ";");
}

/// A branch to the label that an index chooses from a list.
void branch_index(FunctionTranslator& to, PtxOpcode& opcode)
{
    opcode.take("uni");
    opcode.take("idx");
    to.expect_operands(2);
    const auto& body = to.function.body;
    auto is_list = [&](const PtxStatement& known) { return known.kind == PtxStatement::Label && known.name == to.operand(1).name; };
    auto list = std::find_if(body.begin(), body.end(), is_list);
    if (list == body.end() || ++list == body.end() || list->kind != PtxStatement::Targets)
        to.fail("there is no list of targets '" + to.operand(1).name + "'");
    to.emit("switch (" + to.read(0, { PtxType::Unsigned, 32 }) + ") {");
    for (size_t i = 0; i < list->operands.size(); i++)
        to.emit("case " + std::to_string(i) + ": goto " + to.label(list->operands[i]) + ";");
    to.emit("default: fault_here(t, " + to.line() + ", FaultTrap, 0); }");
}

/// Names in the lists of a call: parameters that are declared beside it.
std::string arguments(FunctionTranslator& to, const PtxOperand& list, const std::vector<PtxSymbol*>& wanted)
{
    std::string text;
    if (list.kind != PtxOperand::List || list.items.size() != wanted.size())
        to.fail("the call has other parameters than the function");
    for (size_t i = 0; i < wanted.size(); i++)
    {
        const PtxSymbol* symbol = list.items[i].symbol;
        if (symbol == nullptr || symbol->space != "param" || symbol->bytes != wanted[i]->bytes)
            to.fail("the emulator knows parameters in .param only, of the sizes that the function has");
        bool from_head = to.function.is_entry && symbol->owner >= 0;
        text += ", (char*)" + (from_head ? "parameters + " + std::to_string(symbol->offset) : symbol->id);
    }
    return text;
}

void call(FunctionTranslator& to, PtxOpcode& opcode)
{
    opcode.take("uni");
    size_t at = 0;
    PtxOperand none;
    none.kind = PtxOperand::List;
    const PtxOperand& results = to.operand(0).kind == PtxOperand::List ? to.operand(at++) : none;
    const std::string& name = to.operand(at++).name;
    const PtxOperand& given = at < to.operand_count() ? to.operand(at++) : none;
    to.expect_operands(at);
    for (const PtxFunction& function : to.module.functions)
    {
        if (function.name != name)
            continue;
        if (!function.is_defined || function.is_entry)
            to.fail("the function '" + name + "' is only declared");
        to.emit(function.id + "(t" + arguments(to, results, function.results) + arguments(to, given, function.parameters) + ");");
        return;
    }
    to.fail("there is no function '" + name + "'");
}
}

bool translate_control(FunctionTranslator& to, PtxOpcode& opcode)
{
    const std::string& name = opcode.name();
    if (name == "bra")
        branch(to, opcode);
    else if (name == "brx")
        branch_index(to, opcode);
    else if (name == "call")
        call(to, opcode);
    else if (name == "ret")
        opcode.take("uni"), to.emit("return;");
    else if (name == "exit" && to.function.is_entry)
        to.emit("return;");
    else if (name == "trap")
        to.emit("fault_here(t, " + to.line() + ", FaultTrap, 0);");
    else if (name != "nanosleep")
        return false;
    else
        opcode.take("u32");
    return true;
}
