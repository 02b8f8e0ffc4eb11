// Moves and conversions.
#include "ptx_translator.h"
#include <map>

namespace
{
/// Packs the parts of a vector into a register, or a register into parts.
void move_vector(FunctionTranslator& to, PtxType type)
{
    const PtxOperand& target = to.operand(0);
    const PtxOperand& source = to.operand(1);
    const PtxOperand& parts = source.kind == PtxOperand::Vector ? source : target;
    int bits = type.bits / (int)parts.items.size();
    PtxType part = { PtxType::Bits, bits }, whole = { PtxType::Bits, type.bits };
    if (bits * (int)parts.items.size() != type.bits || bits < 8)
        to.fail("parts of a vector have other sizes");
    std::string w = whole.text();
    std::string text;
    if (&parts == &target)
        to.emit("{ " + w + " parts_ = " + to.read(source, whole) + ";");
    for (size_t i = 0; i < parts.items.size(); i++)
    {
        std::string by = std::to_string(bits * (int)i);
        if (&parts == &target)
            to.write(parts.items[i], part, "parts_ >> " + by);
        else
            text += (i > 0 ? " | (" : "(") + w + ")" + to.read(parts.items[i], part) + " << " + by;
    }
    if (&parts == &target)
        to.emit("}");
    else
        to.write(target, whole, text);
}

void move(FunctionTranslator& to, PtxOpcode& opcode)
{
    PtxType type = opcode.type();
    to.expect_operands(2);
    if (to.operand(0).kind == PtxOperand::Vector || to.operand(1).kind == PtxOperand::Vector)
        move_vector(to, type);
    else
        to.write(0, type, to.read(1, type));
}

/// Addresses of state spaces and of the generic one.
void convert_address(FunctionTranslator& to, PtxOpcode& opcode)
{
    static const std::map<std::string, const char*> bases = { { "global", "0" }, { "shared", "SharedBase" }, { "local", "LocalBase" } };
    bool from_generic = opcode.take("to");
    std::string space = opcode.take_any({ "global", "shared", "local" });
    PtxType type = opcode.type();
    if (space.empty() || type.bits != 64)
        to.fail("the emulator does not know '" + opcode.text() + "'");
    to.write(0, type, to.read(1, type) + (from_generic ? " - " : " + ") + bases.at(space));
}

void ask_space(FunctionTranslator& to, PtxOpcode& opcode)
{
    std::string space = opcode.take_any({ "global", "shared", "local" });
    PtxType address = { PtxType::Unsigned, 64 };
    if (space.empty())
        to.fail("the emulator does not know '" + opcode.text() + "'");
    std::string base = space == "global" ? "DeviceBase) < DeviceSpan"
        : space == "shared"              ? "SharedBase) < WindowSpan"
                                         : "LocalBase) < WindowSpan";
    to.write(0, PtxType::parse("pred"), "(" + to.read(1, address) + " - " + base);
}

const char* rounding(const std::string& word)
{
    return word == "rzi" ? "round_zero(" : word == "rmi" ? "round_down(" : word == "rpi" ? "round_up(" : "round_even(";
}

/// Two numbers into one register.
void convert_pair(FunctionTranslator& to, PtxOpcode& opcode)
{
    PtxType single = PtxType::parse("f32"), bits = PtxType::parse("b32");
    bool bfloat = opcode.take("bf16x2");
    std::string pack = bfloat ? "to_bf16(" : "to_f16(";
    if ((!bfloat && !opcode.take("f16x2")) || !opcode.take("rn") || !opcode.take("f32"))
        to.fail("the emulator does not know '" + opcode.text() + "'");
    to.expect_operands(3);
    to.write(0, bits, "(u32)" + pack + to.read(1, single) + ") << 16 | " + pack + to.read(2, single) + ")");
}

void convert(FunctionTranslator& to, PtxOpcode& opcode)
{
    if (opcode.text().find("16x2") != std::string::npos)
    {
        convert_pair(to, opcode);
        return;
    }
    std::string whole = opcode.take_any({ "rni", "rzi", "rmi", "rpi" }), nearest = opcode.take_any({ "rn" });
    opcode.take("ftz");
    bool saturate = opcode.take("sat");
    PtxType result = opcode.type(), source = opcode.type();
    to.expect_operands(2);
    std::string value = to.read(1, source);
    if (result.is_float() && source.is_float())
    {
        if (!whole.empty())
            value = rounding(whole) + value + ")";
        to.write(0, result, saturate ? "saturate((" + result.text() + ")" + value + ")" : "(" + result.text() + ")" + value);
    }
    else if (result.is_float())
    {
        if (nearest.empty() || saturate)
            to.fail("the emulator does not know '" + opcode.text() + "'");
        to.write(0, result, "(" + result.text() + ")" + value);
    }
    else if (source.is_float())
    {
        if (whole.empty())
            to.fail("the emulator does not know '" + opcode.text() + "'");
        to.write(0, result, "to_integer<" + result.text() + ">(" + rounding(whole) + value + "))");
    }
    else
    {
        to.write(0, result, saturate ? "clamp_integer<" + result.text() + ">(" + value + ")" : value);
    }
}
}

bool translate_conversion(FunctionTranslator& to, PtxOpcode& opcode)
{
    const std::string& name = opcode.name();
    if (name == "mov")
        move(to, opcode);
    else if (name == "cvt")
        convert(to, opcode);
    else if (name == "cvta")
        convert_address(to, opcode);
    else if (name == "isspacep")
        ask_space(to, opcode);
    else
        return false;
    return true;
}
