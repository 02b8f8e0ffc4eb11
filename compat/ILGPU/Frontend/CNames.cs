using ILGPU.Frontend.Types;

namespace ILGPU.Frontend;

/// <summary>Names of numbers in the C source; every source starts by defining those that its language lacks.</summary>
internal static class CNames
{
    public static string Scalar(ScalarType type)
    {
        if (type == ScalarType.F32)
            return "float";
        if (type == ScalarType.F64)
            return "double";
        return (type.Size, type.IsSigned) switch
        {
            (1, true) => "sbyte",
            (1, false) => "byte",
            (2, true) => "short",
            (2, false) => "ushort",
            (4, true) => "int",
            (4, false) => "uint",
            (_, true) => "int64",
            _ => "uint64",
        };
    }
}
