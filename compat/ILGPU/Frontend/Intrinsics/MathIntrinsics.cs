using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;

namespace ILGPU.Frontend.Intrinsics;

/// <summary><see cref="Math"/>, <see cref="MathF"/> and bit operations.</summary>
internal static class MathIntrinsics
{
    public static void Add(Dictionary<string, Func<IntrinsicCall, Expression?>> table)
    {
        foreach (var type in new[] { "System.Math", "System.MathF" })
        {
            const string unary = "Sqrt Exp Sin Cos Tan Sinh Cosh Tanh Asin Acos Atan Asinh Acosh Atanh Log2 Log10 Cbrt Floor Truncate";
            foreach (var name in unary.Split(' '))
                table[$"{type}.{name}"] = call => call.Function(name == "Truncate" ? "trunc" : name.ToLowerInvariant(), call[0].Type);
            table[$"{type}.Ceiling"] = call => call.Function("ceil", call[0].Type);
            table[$"{type}.Log"] = call => call.Arguments.Length == 1
                ? call.Function("log", call[0].Type)
                : Make.Binary(
                    "/", false, new BuiltinExpression("log", call[0].Type, [call[0]]),
                    new BuiltinExpression("log", call[1].Type, [call[1]]));
            table[$"{type}.Pow"] = call => call.Function("pow", call[0].Type);
            table[$"{type}.Atan2"] = call => call.Function("atan2", call[0].Type);
            table[$"{type}.IEEERemainder"] = call => call.Function("remainder", call[0].Type);
            table[$"{type}.CopySign"] = call => call.Function("copysign", call[0].Type);
            table[$"{type}.FusedMultiplyAdd"] = call => call.Function("fma", call[0].Type);
            table[$"{type}.ScaleB"] = call => call.Function("ldexp", call[0].Type);
            table[$"{type}.ReciprocalSqrtEstimate"] = call =>
                Make.Binary("/", false, One(call[0].Type), call.Function("sqrt", call[0].Type));
            table[$"{type}.ReciprocalEstimate"] = call => Make.Binary("/", false, One(call[0].Type), call[0]);
            table[$"{type}.Round"] = Round;
            table[$"{type}.Abs"] = call =>
                call[0].Type is ScalarType { IsFloat: true } ? call.Function("fabs", call[0].Type) : Integer(call, "abs");
            table[$"{type}.Min"] = call => Integer(call, "min");
            table[$"{type}.Max"] = call => Integer(call, "max");
            table[$"{type}.Clamp"] = call => Integer(call, "clamp");
            table[$"{type}.Sign"] = call =>
                new BuiltinExpression("sign_" + CNames.Scalar((ScalarType)call[0].Type), ScalarType.I32, call.Arguments);
        }

        table["System.Numerics.BitOperations.Log2"] = call => Make.Binary(
            "-", false, ConstantExpression.Of(call[0].Type == ScalarType.I64 ? 63 : 31),
            Bits(call, "clz", Make.Binary("|", false, call[0], Unit(call[0].Type))));

        // The runtime's own bit operations are compiled for processors that have these.
        const string x86 = "System.Runtime.Intrinsics.X86.";
        foreach (var type in new[] { "System.Numerics.BitOperations", x86 + "Lzcnt", x86 + "Popcnt", x86 + "Bmi1" })
        {
            table[$"{type}.PopCount"] = call => Bits(call, "popcount");
            table[$"{type}.LeadingZeroCount"] = call => Bits(call, "clz");
            table[$"{type}.TrailingZeroCount"] = call => Bits(call, "ctz");
        }

        table["System.BitConverter.SingleToInt32Bits"] = call => call.Function("float_bits", ScalarType.I32);
        table["System.BitConverter.SingleToUInt32Bits"] = call => call.Function("float_bits", ScalarType.I32);
        table["System.BitConverter.Int32BitsToSingle"] = call => call.Function("bits_float", ScalarType.F32);
        table["System.BitConverter.UInt32BitsToSingle"] = call => call.Function("bits_float", ScalarType.F32);
        table["System.BitConverter.DoubleToInt64Bits"] = call => call.Function("double_bits", ScalarType.I64);
        table["System.BitConverter.DoubleToUInt64Bits"] = call => call.Function("double_bits", ScalarType.I64);
        table["System.BitConverter.Int64BitsToDouble"] = call => call.Function("bits_double", ScalarType.F64);
        table["System.BitConverter.UInt64BitsToDouble"] = call => call.Function("bits_double", ScalarType.F64);
    }

    private static ConstantExpression One(KernelType type) => new((ScalarType)type, type == ScalarType.F32 ? 1f : 1d);

    /// <summary>A helper of the source, by the type of its first parameter; its result may be narrower than the stack's.</summary>
    private static BuiltinExpression Integer(IntrinsicCall call, string name)
    {
        var type = call.Scalar(0);
        var shown = type.Size < 4 ? ScalarType.I32 : type;
        return new BuiltinExpression($"{name}_{CNames.Scalar(shown)}", shown, call.Arguments);
    }

    private static ConstantExpression Unit(KernelType type) =>
        type == ScalarType.I64 ? ConstantExpression.Of(1L) : ConstantExpression.Of(1);

    private static Expression Bits(IntrinsicCall call, string name, Expression? operand = null) =>
        new BuiltinExpression($"{name}_{(call[0].Type == ScalarType.I64 ? "uint64" : "uint")}", ScalarType.I32, [operand ?? call[0]]);

    private static Expression Round(IntrinsicCall call)
    {
        if (call.Arguments.Length == 1)
            return call.Function("rint", call[0].Type);
        if (call.Method.GetParameters()[1].ParameterType != typeof(MidpointRounding))
            throw new RefusalException("rounding to decimal digits is not for kernels");
        return (MidpointRounding)call.Constant(1) switch
        {
            MidpointRounding.ToEven => new BuiltinExpression("rint", call[0].Type, [call[0]]),
            MidpointRounding.AwayFromZero => new BuiltinExpression("round", call[0].Type, [call[0]]),
            MidpointRounding.ToZero => new BuiltinExpression("trunc", call[0].Type, [call[0]]),
            MidpointRounding.ToNegativeInfinity => new BuiltinExpression("floor", call[0].Type, [call[0]]),
            _ => new BuiltinExpression("ceil", call[0].Type, [call[0]]),
        };
    }
}
