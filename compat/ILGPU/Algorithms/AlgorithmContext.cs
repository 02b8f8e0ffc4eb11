using ILGPU.Algorithms;

namespace ILGPU;

/// <summary>Connects <see cref="XMath"/> to a context.</summary>
public static class AlgorithmContext
{
    /// <summary>Allows kernels to use <see cref="XMath"/>.</summary>
    public static Context.Builder EnableAlgorithms(this Context.Builder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.EnableAlgorithms = true;
        return builder;
    }
}
