namespace ILGPU.Frontend.Types;

/// <summary>Words that C, C++, OpenCL C or CUDA keep for themselves; C# names that equal one get an underscore.</summary>
internal static class ReservedNames
{
    private static readonly HashSet<string> Words =
    [
        .. ("auto break case char const continue default do double else enum extern float for goto if inline int long register restrict "
            + "return short signed sizeof static struct "
            + "switch typedef union unsigned void volatile while asm bool catch class constexpr decltype delete explicit export false "
            + "friend mutable namespace new noexcept nullptr "
            + "operator private protected public static_assert template this throw true try typeid typename using virtual wchar_t and or "
            + "not xor kernel global local constant generic "
            + "half uchar ushort uint ulong size_t sbyte byte int64 uint64 pipe image1d_t image2d_t event_t sampler_t read_only "
            + "write_only read_write complex imaginary "
            + "exp exp2 log log2 log10 sin cos tan sinh cosh tanh asin acos atan atan2 asinh acosh atanh pow sqrt rsqrt cbrt fabs floor "
            + "ceil rint trunc round fmod remainder fma fmin fmax min max "
            + "abs clamp mad mix step sign select any all cross dot length distance normalize degrees radians ldexp ilogb frexp modf "
            + "hypot copysign isnan isinf isfinite signbit popcount clz ctz rotate "
            + "mul_hi mul24 barrier mem_fence printf prefetch shuffle native vec_step as_float as_int linux unix NULL nan erf erfc lgamma "
            + "tgamma logb nextafter expm1 log1p fdim data main").Split(' '),
    ];

    public static bool Contains(string name) => Words.Contains(name) || name.StartsWith("__", StringComparison.Ordinal) || IsVector(name);

    /// <summary>Names such as float4, which both languages use for vectors.</summary>
    private static bool IsVector(string name) =>
        name.TrimEnd('1', '2', '3', '4', '6', '8') is { } stem && stem.Length < name.Length
            && stem is "char" or "uchar" or "short" or "ushort" or "int" or "uint" or "long" or "ulong" or "float" or "double" or "half";
}
