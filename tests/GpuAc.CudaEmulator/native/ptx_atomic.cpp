// Atomic operations.
#include "ptx_translator.h"

namespace
{
/// What an operation leaves in memory, in C++, where `old` was there; empty for exchange and compare-and-swap.
std::string changed(const std::string& operation, PtxType type)
{
    if (operation == "add")
        return "old + a";
    if (operation == "min" || operation == "max")
        return type.is_float() ? operation + "_" + type.text() + "(old, a)" : "int_" + operation + "(old, a)";
    if (operation == "inc")
        return "old >= a ? 0 : old + 1";
    if (operation == "dec")
        return "old == 0 || old > a ? a : old - 1";
    return operation == "and" ? "old & a" : operation == "or" ? "old | a" : operation == "xor" ? "old ^ a" : "a";
}
}

bool translate_atomic(FunctionTranslator& to, PtxOpcode& opcode)
{
    bool returns = opcode.name() == "atom";
    if (!returns && opcode.name() != "red")
        return false;
    opcode.take_any({ "relaxed", "acquire", "release", "acq_rel" });
    opcode.take_any({ "cta", "gpu", "sys" });
    opcode.take("noftz");
    std::string space = opcode.take_any({ "global", "shared", "shared::cta" });
    std::string operation = opcode.take_any({ "add", "min", "max", "inc", "dec", "and", "or", "xor", "exch", "cas" });
    PtxType type = opcode.type();
    if (operation.empty() || type.bits < 32 || (!returns && (operation == "exch" || operation == "cas")))
        to.fail("the emulator does not know '" + opcode.text() + "'");
    bool swaps = operation == "cas";
    size_t first = returns ? 1 : 0;
    to.expect_operands(first + (swaps ? 3 : 2));
    PtxOperand memory = to.operand(first);
    if (memory.kind != PtxOperand::Memory)
        to.fail("'" + opcode.text() + "' wants an address");
    std::string t = type.text(), a = to.read(first + 1, type);
    to.emit("{ " + t + "* at_ = (" + t + "*)" + host_address(to, space == "shared::cta" ? "shared" : space, memory, type.bytes()) + ";");
    to.emit(t + " result_;");
    if (swaps)
        to.emit("result_ = compare_and_swap(at_, " + a + ", " + to.read(first + 2, type) + ");");
    else
        to.emit("ATOMIC(" + t + ", at_, " + a + ", result_, " + changed(operation, type) + ");");
    if (returns)
        to.write(0, type, "result_");
    to.emit("}");
    return true;
}
