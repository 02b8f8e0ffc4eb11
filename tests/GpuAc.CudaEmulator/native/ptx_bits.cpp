// Logic, shifts, and bits within integers.
#include "ptx_translator.h"
#include <map>

namespace
{
const PtxType U32 = { PtxType::Unsigned, 32 };

void logic(FunctionTranslator& to, PtxOpcode& opcode, char sign)
{
    PtxType type = opcode.type();
    to.expect_operands(3);
    to.write(0, type, to.read(1, type) + " " + sign + " " + to.read(2, type));
}

void invert(FunctionTranslator& to, PtxOpcode& opcode)
{
    PtxType type = opcode.type();
    std::string a = to.read(1, type);
    to.write(0, type, (opcode.name() == "cnot" || type.kind == PtxType::Predicate ? "!" : "~") + a);
}

/// Shifts by more than there is shift everything out.
void shift(FunctionTranslator& to, PtxOpcode& opcode)
{
    PtxType type = opcode.type();
    std::string bits = std::to_string(type.bits), a = to.read(1, type), b = to.read(2, U32);
    if (opcode.name() == "shl")
        to.write(0, type, b + " < " + bits + " ? " + a + " << " + b + " : 0");
    else if (type.kind == PtxType::Signed)
        to.write(0, type, a + " >> (" + b + " < " + bits + " ? " + b + " : " + std::to_string(type.bits - 1) + ")");
    else
        to.write(0, type, b + " < " + bits + " ? " + a + " >> " + b + " : 0");
}

void funnel_shift(FunctionTranslator& to, PtxOpcode& opcode)
{
    bool left = opcode.take_any({ "l", "r" }) == "l", wraps = opcode.take_any({ "wrap", "clamp" }) == "wrap";
    PtxType type = opcode.type();
    to.expect_operands(4);
    std::string by = wraps ? "(" + to.read(3, U32) + " & 31)" : "int_min(" + to.read(3, U32) + ", 32u)";
    std::string both = "((u64)" + to.read(2, U32) + " << 32 | " + to.read(1, U32) + ")";
    to.write(0, type, left ? both + " << " + by + " >> 32" : both + " >> " + by);
}

/// Functions of the prelude, each with as many operands as it has.
bool function(FunctionTranslator& to, PtxOpcode& opcode)
{
    struct Entry
    {
        size_t typed, plain; // Operands of the type, and then of 32 bits.
        bool counts;         // Whether the result has 32 bits.
    };
    static const std::map<std::string, Entry> all = { { "popc", { 1, 0, true } }, { "clz", { 1, 0, true } }, { "bfind", { 1, 0, true } },
        { "brev", { 1, 0, false } }, { "bfe", { 1, 2, false } }, { "bfi", { 2, 2, false } }, { "prmt", { 3, 0, false } },
        { "lop3", { 3, 1, false } } };
    auto found = all.find(opcode.name());
    if (found == all.end())
        return false;
    const Entry& entry = found->second;
    PtxType type = opcode.type();
    if (type.bits < 32)
        to.fail("the emulator does not know '" + opcode.text() + "'");
    to.expect_operands(1 + entry.typed + entry.plain);
    std::string arguments;
    for (size_t i = 1; i <= entry.typed + entry.plain; i++)
        arguments += (i > 1 ? ", " : "") + to.read(i, i <= entry.typed ? type : U32);
    to.write(0, entry.counts ? U32 : type, "bits_" + opcode.name() + "(" + arguments + ")");
    return true;
}
}

bool translate_bits(FunctionTranslator& to, PtxOpcode& opcode)
{
    const std::string& name = opcode.name();
    if (name == "and" || name == "or" || name == "xor")
        logic(to, opcode, name == "and" ? '&' : name == "or" ? '|' : '^');
    else if (name == "not" || name == "cnot")
        invert(to, opcode);
    else if (name == "shl" || name == "shr")
        shift(to, opcode);
    else if (name == "shf")
        funnel_shift(to, opcode);
    else
        return function(to, opcode);
    return true;
}
