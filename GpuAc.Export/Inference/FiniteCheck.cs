using System.Numerics;

namespace GpuAc.Export.Inference;

/// <summary>Finds values that are not finite.</summary>
internal static class FiniteCheck
{
    /// <summary>Index of the first value that is NaN or infinite, or −1.</summary>
    internal static int FirstNonFinite(ReadOnlySpan<float> values)
    {
        int at = 0;
        for (; at <= values.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            var block = new Vector<float>(values[at..]);
            // x − x is 0 for finite x and NaN for all others, which equals nothing.
            if (!Vector.EqualsAll(block - block, Vector<float>.Zero))
                break;
        }

        for (; at < values.Length; at++)
        {
            if (!float.IsFinite(values[at]))
                return at;
        }

        return -1;
    }
}
