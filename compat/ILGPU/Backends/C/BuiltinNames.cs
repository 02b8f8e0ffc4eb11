namespace ILGPU.Backends.C;

/// <summary>Mathematics that both languages have under one name.</summary>
internal static class BuiltinNames
{
    private static readonly HashSet<string> Functions =
    [
        .. ("sqrt exp log log2 log10 sin cos tan sinh cosh tanh asin acos atan asinh acosh atanh cbrt pow atan2 fmod remainder copysign "
            + "fma ldexp "
            + "floor ceil trunc rint round fabs").Split(' '),
    ];

    public static bool IsMath(string name) => Functions.Contains(name);
}
