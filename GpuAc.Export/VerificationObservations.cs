using GpuAc.Policies.Networks;

namespace GpuAc.Export;

/// <summary>Observations to verify with where no recorded ones are at hand: spread evenly over where the policy may be used.</summary>
internal static class VerificationObservations
{
    /// <summary>Makes observations; the same ones every time.</summary>
    /// <param name="snapshot">The policy.</param>
    /// <param name="count">How many.</param>
    /// <returns>[count, observation].</returns>
    internal static float[] Create(PolicySnapshot snapshot, int count)
    {
        int size = snapshot.ObservationNames.Length;
        var observations = new float[count * size];
        // Kronecker's sequence: multiples of roots of x^(size+1) = x + 1, modulo 1, fill the cube evenly. Roberts, 2018.
        double root = 2;
        for (int i = 0; i < 32; i++)
            root = Math.Pow(1 + root, 1.0 / (size + 1));
        double step = 1;
        for (int component = 0; component < size; component++)
        {
            step /= root;
            (double low, double high) = RangeOf(snapshot, component);
            double position = 0.5;
            for (int row = 0; row < count; row++)
            {
                observations[(row * size) + component] = (float)(low + (position * (high - low)));
                position = (position + step) % 1;
            }
        }

        return observations;
    }

    // What training saw, if that is known; else the bounds, or what networks like to be fed.
    private static (double Low, double High) RangeOf(PolicySnapshot snapshot, int component)
    {
        (float low, float high) = (snapshot.ObservationLow[component], snapshot.ObservationHigh[component]);
        double least = -3;
        double most = 3;
        if (snapshot.Normalization is { } normalization)
        {
            double reach = 3 * Math.Sqrt(normalization.Variance[component]);
            (least, most) = (normalization.Mean[component] - reach, normalization.Mean[component] + reach);
        }
        else if (float.IsFinite(low) && float.IsFinite(high) && high - (double)low < 1e6)
        {
            return (low, high);
        }

        (least, most) = (Math.Max(least, low), Math.Min(most, high));
        return least <= most ? (least, most) : (Math.Clamp(0.0, low, high), Math.Clamp(0.0, low, high));
    }
}
