// Barriers, and what lanes of a warp tell each other.
#include "ptx_translator.h"

namespace
{
const PtxType U32 = { PtxType::Unsigned, 32 };
const PtxType Predicate = { PtxType::Predicate, 1 };

/// The barrier's number. Threads that come to different places fail, whatever their numbers, and all threads take part.
void expect_whole_block(FunctionTranslator& to, size_t others)
{
    to.expect_operands(1 + others);
    const PtxOperand& number = to.operand(others == 0 ? 0 : 1);
    if (number.kind != PtxOperand::Integer || number.bits > 15)
        to.fail("the emulator knows barriers with constant numbers only");
}

void barrier(FunctionTranslator& to, PtxOpcode& opcode)
{
    opcode.take("aligned");
    opcode.take("cta");
    if (opcode.take("warp"))
    {
        to.expect_operands(1);
        if (!opcode.take("sync"))
            to.fail("the emulator does not know '" + opcode.text() + "'");
        to.emit("meet(t, " + to.line() + ", " + to.read(0, U32) + ");");
    }
    else if (opcode.take("sync"))
    {
        expect_whole_block(to, 0);
        to.emit("t->block->services->barrier(t, " + to.line() + ", BarrierPlain, 0);");
    }
    else if (opcode.take("red"))
    {
        std::string kind = opcode.take_any({ "popc", "and", "or" });
        PtxType type = opcode.type();
        expect_whole_block(to, 2);
        if (kind.empty() || (kind == "popc") != (type.kind == PtxType::Unsigned))
            to.fail("the emulator does not know '" + opcode.text() + "'");
        std::string text = "t->block->services->barrier(t, " + to.line() + ", ";
        text += kind == "popc" ? "BarrierCount, " : kind == "and" ? "BarrierAnd, " : "BarrierOr, ";
        to.write(0, type, text + to.read(2, Predicate) + ")" + (kind == "popc" ? "" : " != 0"));
    }
    else
    {
        to.fail("the emulator does not know '" + opcode.text() + "'");
    }
}

void shuffle(FunctionTranslator& to, PtxOpcode& opcode)
{
    bool sync = opcode.take("sync");
    std::string mode = opcode.take_any({ "up", "down", "bfly", "idx" });
    PtxType type = opcode.type();
    if (!sync || mode.empty() || type.bits != 32)
        to.fail("the emulator does not know '" + opcode.text() + "'");
    to.expect_operands(5);
    PtxOperand target = to.operand(0), valid;
    valid.name = target.second.empty() ? "_" : target.second;
    valid.symbol = target.second_symbol;
    to.emit("{ Shuffled shuffled_ = shuffle(t, " + to.line() + ", Shuffle_" + mode + ", " + to.read(1, type) + ", " + to.read(2, U32) + ", "
        + to.read(3, U32) + ", " + to.read(4, U32) + ");");
    to.write(target, type, "shuffled_.value");
    to.write(valid, Predicate, "shuffled_.valid");
    to.emit("}");
}

void vote(FunctionTranslator& to, PtxOpcode& opcode)
{
    bool sync = opcode.take("sync");
    std::string mode = opcode.take_any({ "all", "any", "uni", "ballot" });
    PtxType type = opcode.type();
    if (!sync || mode.empty() || (mode == "ballot") != (type.kind == PtxType::Bits))
        to.fail("the emulator does not know '" + opcode.text() + "'");
    to.expect_operands(3);
    std::string arguments = "(t, " + to.line() + ", " + to.read(1, Predicate) + ", " + to.read(2, U32) + ")";
    to.write(0, type, "vote_" + mode + arguments);
}

void reduce(FunctionTranslator& to, PtxOpcode& opcode)
{
    bool sync = opcode.take("sync");
    std::string operation = opcode.take_any({ "add", "min", "max", "and", "or", "xor" });
    PtxType type = opcode.type();
    if (!sync || operation.empty() || type.bits != 32 || type.is_float())
        to.fail("the emulator does not know '" + opcode.text() + "'");
    to.expect_operands(3);
    std::string t = type.text();
    std::string combined = operation == "min" || operation == "max" ? "int_" + operation + "(a, b)"
        : "a " + std::string(operation == "add" ? "+" : operation == "and" ? "&" : operation == "or" ? "|" : "^") + " b";
    std::string function = "[](" + t + " a, " + t + " b) { return (" + t + ")(" + combined + "); }";
    to.write(0, type, "reduce<" + t + ">(t, " + to.line() + ", " + to.read(1, type) + ", " + to.read(2, U32) + ", " + function + ")");
}
}

bool translate_warp(FunctionTranslator& to, PtxOpcode& opcode)
{
    const std::string& name = opcode.name();
    if (name == "bar" || name == "barrier")
        barrier(to, opcode);
    else if (name == "shfl")
        shuffle(to, opcode);
    else if (name == "vote")
        vote(to, opcode);
    else if (name == "redux")
        reduce(to, opcode);
    else
        return false;
    return true;
}
