// Arithmetic of integers and floating-point numbers, and mathematical functions.
#include "ptx_translator.h"
#include <map>

namespace
{
PtxType wider(PtxType type)
{
    return { type.kind, type.bits * 2 };
}

/// Takes the modifiers that all floating-point instructions may have. Denormals are flushed for kernels as wholes; round to nearest is all
/// there is.
bool take_float_modifiers(PtxOpcode& opcode)
{
    opcode.take("ftz");
    opcode.take("rn");
    opcode.take_any({ "approx", "full" });
    return opcode.take("sat");
}

void write_float(FunctionTranslator& to, PtxType type, bool saturate, const std::string& value)
{
    to.write(0, type, saturate ? "saturate(" + value + ")" : value);
}

std::string call(const char* function, PtxType type, const std::string& arguments)
{
    return std::string(function) + "_" + type.text() + "(" + arguments + ")";
}

/// Multiplication of integers, and what is added to it.
void multiply(FunctionTranslator& to, PtxOpcode& opcode, bool add)
{
    PtxType type = opcode.type();
    std::string part = opcode.take_any({ "lo", "hi", "wide" });
    if (part.empty() || type.bits < 16 || (part == "wide" && type.bits > 32))
        to.fail("the emulator does not know '" + opcode.text() + "'");
    PtxType result = part == "wide" ? wider(type) : type;
    std::string a = to.read(1, type), b = to.read(2, type);
    std::string product = a + " * " + b;
    if (part == "wide")
        product = "(" + result.text() + ")" + a + " * (" + result.text() + ")" + b;
    else if (part == "hi")
        product = "mul_hi(" + a + ", " + b + ")";
    else if (type.bits == 16)
        product = "(u32)" + a + " * (u32)" + b;
    to.write(0, result, add ? product + " + " + to.read(3, result) : product);
}

void fused(FunctionTranslator& to, PtxOpcode& opcode)
{
    bool saturate = take_float_modifiers(opcode);
    PtxType type = opcode.type();
    std::string arguments = to.read(1, type) + ", " + to.read(2, type) + ", " + to.read(3, type);
    if (!type.is_float())
        to.fail("'" + opcode.text() + "' is of no floating-point type");
    if (type.bits == 16) // Exact in 64 bits but for the sum, whose second rounding the smaller type hides nearly always.
        write_float(to, type, saturate, "(f32)__builtin_fma(" + arguments + ")");
    else
        write_float(to, type, saturate, (type.bits == 64 ? "__builtin_fma(" : "__builtin_fmaf(") + arguments + ")");
}

void binary(FunctionTranslator& to, PtxOpcode& opcode, char sign)
{
    bool saturate = take_float_modifiers(opcode);
    PtxType type = opcode.type();
    std::string a = to.read(1, type), b = to.read(2, type);
    if (saturate && !type.is_float())
        to.fail("the emulator does not know '" + opcode.text() + "'");
    if (sign == '/' && !type.is_float())
        to.write(0, type, "divide(" + a + ", " + b + ")");
    else
        write_float(to, type, saturate, a + " " + sign + " " + b);
}

void extreme(FunctionTranslator& to, PtxOpcode& opcode)
{
    opcode.take("ftz");
    bool propagates = opcode.take("NaN");
    PtxType type = opcode.type();
    std::string arguments = to.read(1, type) + ", " + to.read(2, type);
    std::string function = (propagates ? "nan_" : "") + opcode.name();
    to.write(0, type, type.is_float() ? call(function.c_str(), type, arguments) : "int_" + opcode.name() + "(" + arguments + ")");
}

void sign(FunctionTranslator& to, PtxOpcode& opcode)
{
    opcode.take("ftz");
    PtxType type = opcode.type();
    std::string a = to.read(1, type);
    if (opcode.name() == "neg")
        to.write(0, type, "-(" + a + ")");
    else if (type.is_float())
        to.write(0, type, (type.bits == 64 ? "__builtin_fabs(" : "__builtin_fabsf(") + a + ")");
    else
        to.write(0, type, a + " < 0 ? -(" + a + ") : " + a);
}

void copy_sign(FunctionTranslator& to, PtxOpcode& opcode)
{
    PtxType type = opcode.type();
    std::string function = type.bits == 64 ? "__builtin_copysign(" : "__builtin_copysignf(";
    to.write(0, type, function + to.read(2, type) + ", " + to.read(1, type) + ")");
}

/// Functions of one number. The approximations are calculated as well as the C library can.
bool function_of_one(FunctionTranslator& to, PtxOpcode& opcode)
{
    static const std::map<std::string, const char*> all = { { "rcp", "reciprocal" }, { "sqrt", "square_root" }, { "rsqrt", "inverse_root" },
        { "sin", "sine" }, { "cos", "cosine" }, { "lg2", "logarithm" }, { "ex2", "exponential" }, { "tanh", "hyperbolic_tangent" } };
    auto found = all.find(opcode.name());
    if (found == all.end())
        return false;
    take_float_modifiers(opcode);
    PtxType type = opcode.type();
    if (!type.is_float())
        to.fail("'" + opcode.text() + "' is of no floating-point type");
    to.write(0, type, call(found->second, type, to.read(1, type)));
    return true;
}
}

bool translate_arithmetic(FunctionTranslator& to, PtxOpcode& opcode)
{
    const std::string& name = opcode.name();
    PtxOpcode copy = opcode;
    if (name == "mad" || name == "fma" || name == "mul" || name == "add" || name == "sub" || name == "div" || name == "rem")
        to.expect_operands(name == "mad" || name == "fma" ? 4 : 3);
    if (name == "fma" || (name == "mad" && copy.type().is_float()))
        fused(to, opcode);
    else if (name == "mad" || (name == "mul" && !copy.type().is_float()))
        multiply(to, opcode, name == "mad");
    else if (name == "add" || name == "sub" || name == "mul" || name == "div")
        binary(to, opcode, name == "add" ? '+' : name == "sub" ? '-' : name == "mul" ? '*' : '/');
    else if (name == "rem")
    {
        PtxType type = opcode.type();
        to.write(0, type, "remainder(" + to.read(1, type) + ", " + to.read(2, type) + ")");
    }
    else if (name == "min" || name == "max")
        extreme(to, opcode);
    else if (name == "neg" || name == "abs")
        sign(to, opcode);
    else if (name == "copysign")
        copy_sign(to, opcode);
    else
        return function_of_one(to, opcode);
    return true;
}
