using ILGPU.Frontend.Types;

namespace ILGPU.Frontend.Tree;

/// <summary>
/// Arithmetic on constants, so that branches which depend on type arguments disappear. Floats are left to the device compiler.
/// </summary>
internal static class Fold
{
    public static object? Binary(string symbol, bool unsigned, object left, object right) => (left, right) switch
    {
        (int a, int b) => unchecked(symbol switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "/" when b is not 0 and not -1 => unsigned ? (int)((uint)a / (uint)b) : a / b,
            "%" when b is not 0 and not -1 => unsigned ? (int)((uint)a % (uint)b) : a % b,
            "&" => a & b,
            "|" => a | b,
            "^" => a ^ b,
            "<<" => a << b,
            ">>" => unsigned ? (int)((uint)a >> b) : a >> b,
            _ => (object?)null,
        }),
        (long a, long b) => unchecked(symbol switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "/" when b is not 0 and not -1 => unsigned ? (long)((ulong)a / (ulong)b) : a / b,
            "%" when b is not 0 and not -1 => unsigned ? (long)((ulong)a % (ulong)b) : a % b,
            "&" => a & b,
            "|" => a | b,
            "^" => a ^ b,
            _ => (object?)null,
        }),
        _ => null,
    };

    public static bool? Compare(string symbol, bool unsigned, object left, object right)
    {
        int order;
        switch (left, right)
        {
            case (int a, int b):
                order = unsigned ? ((uint)a).CompareTo((uint)b) : a.CompareTo(b);
                break;
            case (long a, long b):
                order = unsigned ? ((ulong)a).CompareTo((ulong)b) : a.CompareTo(b);
                break;
            default:
                return null;
        }

        return symbol switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    public static object? Convert(ScalarType target, bool fromUnsigned, object value)
    {
        if (value is not (int or long))
            return null;
        var wide = value is int i ? (fromUnsigned ? (uint)i : i) : (long)value;
        if (target == ScalarType.F32)
            return fromUnsigned && value is long ? (float)(ulong)wide : (float)wide;
        if (target == ScalarType.F64)
            return fromUnsigned && value is long ? (double)(ulong)wide : (double)wide;
        return unchecked(target.Size switch
        {
            1 => target.IsSigned ? (int)(sbyte)wide : (int)(byte)wide,
            2 => target.IsSigned ? (int)(short)wide : (int)(ushort)wide,
            4 => (int)wide,
            _ => (object)wide,
        });
    }
}
