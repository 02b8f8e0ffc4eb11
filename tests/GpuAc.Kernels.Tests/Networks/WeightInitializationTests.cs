using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Tests.Networks;

public class WeightInitializationTests
{
    [Theory]
    [InlineData(64, 64)]
    [InlineData(64, 4)]
    [InlineData(3, 64)]
    [InlineData(1, 7)]
    [InlineData(7, 1)]
    [InlineData(1, 1)]
    [InlineData(129, 65)]
    public void Orthogonal_AnyShape_HasOrthonormalRowsOrColumnsTimesGain(int outputs, int inputs)
    {
        const double Gain = 1.4142135;
        float[] w = Weights(InitializationKind.Orthogonal, outputs, inputs, Gain);
        bool rows = outputs <= inputs;
        int count = Math.Min(outputs, inputs);
        int length = Math.Max(outputs, inputs);
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double product = Enumerable.Range(0, length).Sum(i =>
                    rows ? (double)w[a * inputs + i] * w[b * inputs + i] : (double)w[i * inputs + a] * w[i * inputs + b]);
                Near.Equal(a == b ? Gain * Gain : 0, product, 0, 1e-6, $"product of {a} and {b}");
            }
        }
    }

    [Fact]
    public void Orthogonal_OneRow_IsItsDrawDividedByItsLength()
    {
        // Kaiming's weights are multiples of the same draw. Keeping its sign is what a positive diagonal of R means.
        float[] draw = Weights(InitializationKind.KaimingNormal, 1, 9, 1);
        float[] w = Weights(InitializationKind.Orthogonal, 1, 9, 1);
        double length = Math.Sqrt(draw.Sum(x => (double)x * x));
        for (int i = 0; i < 9; i++)
            Near.Equal(draw[i] / length, w[i], 1e-6, 0, $"element {i}");
    }

    [Fact]
    public void Orthogonal_ManySeeds_HasNoPreferredDirection()
    {
        // The mean of an element over all orthonormal 3×3 matrices is 0 and its variance 1/3; five standard errors over 4000 seeds.
        double[] sums = new double[9];
        double[] squares = new double[9];
        for (ulong seed = 0; seed < 4000; seed++)
        {
            var w = new float[9];
            WeightInitialization.Fill(InitializationKind.Orthogonal, w, 3, 3, 1, seed, 0);
            for (int i = 0; i < 9; i++)
            {
                sums[i] += w[i] / 4000.0;
                squares[i] += w[i] * w[i] / 4000.0;
            }
        }

        for (int i = 0; i < 9; i++)
        {
            Near.Equal(0, sums[i], 0, 5 * Math.Sqrt(1.0 / 3 / 4000), $"mean of element {i}");
            Near.Equal(1.0 / 3, squares[i], 0, 5 * Math.Sqrt(4.0 / 45 / 4000), $"variance of element {i}");
        }
    }

    [Fact]
    public void KaimingNormal_LargeMatrix_HasItsVarianceAndKurtosis()
    {
        float[] w = Weights(InitializationKind.KaimingNormal, 200, 100, Math.Sqrt(2));
        double variance = w.Average(x => (double)x * x);
        Near.Equal(0, w.Average(x => (double)x), 0, 5 * Math.Sqrt(0.02 / w.Length), "mean");
        Near.Equal(2.0 / 100, variance, 5 * Math.Sqrt(2.0 / w.Length), 0, "variance");
        Near.Equal(3, w.Average(x => Math.Pow(x, 4)) / (variance * variance), 0, 5 * Math.Sqrt(24.0 / w.Length), "kurtosis");
    }

    [Fact]
    public void XavierUniform_LargeMatrix_FillsItsRange()
    {
        float[] w = Weights(InitializationKind.XavierUniform, 100, 50, 1);
        double bound = Math.Sqrt(6.0 / 150);
        Assert.All(w, x => Assert.InRange(x, -bound, bound));
        Assert.True(w.Max() > 0.99 * bound && w.Min() < -0.99 * bound);
        Near.Equal(bound * bound / 3, w.Average(x => (double)x * x), 5 * Math.Sqrt(0.8 / w.Length), 0, "variance");
    }

    [Fact]
    public void Zero_OverOldContents_ClearsThem()
    {
        float[] w = [1, 2, 3, 4, 5, 6];
        WeightInitialization.Fill(InitializationKind.Zero, w, 2, 3, 5, 0, 0);
        Assert.Equal(new float[6], w);
    }

    [Fact]
    public void Fill_WrongLength_SaysWhatWasExpected()
    {
        var error = Assert.Throws<ArgumentException>(() => WeightInitialization.Fill(InitializationKind.Zero, new float[5], 2, 3, 1, 0, 0));
        Assert.StartsWith("'weights' must hold outputs × inputs = 2 × 3 = 6 values, but holds 5.", error.Message, StringComparison.Ordinal);
    }

    private static float[] Weights(InitializationKind kind, int outputs, int inputs, double gain)
    {
        var weights = new float[outputs * inputs];
        WeightInitialization.Fill(kind, weights, outputs, inputs, gain, 11, 2);
        return weights;
    }
}
