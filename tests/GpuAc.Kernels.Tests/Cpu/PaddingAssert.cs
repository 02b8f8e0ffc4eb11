using GpuAc.Kernels.Layouts;

namespace GpuAc.Kernels.Tests.Cpu;

/// <summary>Looks at the values between the parameters of a padded layout.</summary>
internal static class PaddingAssert
{
    /// <summary>Fails unless all padding is zero.</summary>
    public static void IsZero(PaddedLayout layout, ReadOnlySpan<float> padded)
    {
        var flat = new float[layout.Spec.ParameterCount];
        layout.Unpack(padded, flat);
        var packed = new float[layout.Length];
        layout.Pack(flat, packed);
        Assert.Equal(packed, padded[..layout.Length].ToArray());
    }
}
