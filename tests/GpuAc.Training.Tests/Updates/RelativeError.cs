using GpuAc.Policies.Networks;

namespace GpuAc.Training.Tests.Updates;

/// <summary>Compares results with PyTorch's: |ours − theirs| / |theirs|, in the L2 norm over one layer at a time.</summary>
internal static class RelativeError
{
    /// <summary>Largest relative error.</summary>
    public const double Allowed = 1e-4;

    /// <summary>Fails unless every layer's parameters have moved as the reference's; where those have not moved, none may.</summary>
    /// <param name="networks">Whose layers the parameters belong to, in order; what comes after them counts as one more layer.</param>
    /// <param name="before">The reference's first parameters.</param>
    /// <param name="expected">The reference's parameters.</param>
    /// <param name="actual">Ours, from the same first parameters.</param>
    /// <param name="what">What they are.</param>
    public static void AssertChange(IEnumerable<MlpSpec> networks, double[] before, double[] expected, float[] actual, string what) =>
        AssertLayers(
            networks, Difference(expected, before), Difference([.. actual], [.. before.Select(value => (double)(float)value)]), what);

    /// <summary>Fails unless every layer's gradient is the reference's.</summary>
    public static void AssertGradient(IEnumerable<MlpSpec> networks, double[] expected, float[] actual, string what) =>
        AssertLayers(networks, expected, [.. actual], what);

    private static void AssertLayers(IEnumerable<MlpSpec> networks, double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        int first = 0;
        int[] counts = [.. networks.SelectMany(network => network.Layers).Select(layer => layer.ParameterCount)];
        foreach (int count in counts.Append(expected.Length - counts.Sum()))
        {
            Range layer = first..(first + count);
            double error = Norm(Difference(actual[layer], expected[layer])), length = Norm(expected[layer]);
            Assert.True(
                error <= Allowed * length,
                $"{what}: parameters {first} to {first + count - 1} are off by {error:E2}, {error / length:E2} of {length:E2}.");
            first += count;
        }
    }

    private static double[] Difference(double[] left, double[] right) => [.. left.Zip(right, (l, r) => l - r)];

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));
}
