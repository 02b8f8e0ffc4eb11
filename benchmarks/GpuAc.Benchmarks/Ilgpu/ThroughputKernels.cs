using ILGPU;

namespace GpuAc.Benchmarks.Ilgpu;

/// <summary>Kernels whose speed is known from first principles, and a small network.</summary>
internal static class ThroughputKernels
{
    public const int Hidden = 64;

    /// <summary>Weights and biases of a 4-64-64-2 network, [out][in] each.</summary>
    public const int Parameters = (4 * Hidden) + Hidden + (Hidden * Hidden) + Hidden + (Hidden * 2) + 2;

    public static void Nothing(Index1D i, ArrayView<float> x)
    {
    }

    public static void Scale(Index1D i, ArrayView<float> x, ArrayView<float> y, float a) => y[i] = (a * x[i]) + 1f;

    public static void Copy(Index1D i, ArrayView<float> x, ArrayView<float> y) => y[i] = x[i];

    /// <summary>Eight independent chains of multiply-adds.</summary>
    public static void Fma(Index1D i, ArrayView<float> x, int rounds)
    {
        float a = x[i], b = a + 1, c = a + 2, d = a + 3, e = a + 4, f = a + 5, g = a + 6, h = a + 7;
        const float m = 0.999f, n = 0.001f;
        for (var k = 0; k < rounds; k++)
        {
            a = (a * m) + n;
            b = (b * m) + n;
            c = (c * m) + n;
            d = (d * m) + n;
            e = (e * m) + n;
            f = (f * m) + n;
            g = (g * m) + n;
            h = (h * m) + n;
        }

        x[i] = a + b + c + d + e + f + g + h;
    }

    /// <summary>One environment a thread, hidden layers in local memory.</summary>
    public static void Forward(Index1D i, ArrayView<float> observations, ArrayView<float> weights, ArrayView<float> outputs, int count)
    {
        var first = LocalMemory.Allocate<float>(Hidden);
        var second = LocalMemory.Allocate<float>(Hidden);
        float a = observations[i], b = observations[count + i], c = observations[(2 * count) + i], d = observations[(3 * count) + i];
        for (var o = 0; o < Hidden; o++)
        {
            var sum = weights[(4 * Hidden) + o] + (weights[4 * o] * a) + (weights[(4 * o) + 1] * b) + (weights[(4 * o) + 2] * c)
                + (weights[(4 * o) + 3] * d);
            first[o] = sum > 0 ? sum : 0;
        }

        const int layer2 = 5 * Hidden, layer3 = layer2 + (Hidden * Hidden) + Hidden;
        for (var o = 0; o < Hidden; o++)
        {
            var sum = weights[layer2 + (Hidden * Hidden) + o];
            for (var k = 0; k < Hidden; k++)
                sum += weights[layer2 + (o * Hidden) + k] * first[k];
            second[o] = sum > 0 ? sum : 0;
        }

        for (var o = 0; o < 2; o++)
        {
            var sum = weights[layer3 + (2 * Hidden) + o];
            for (var k = 0; k < Hidden; k++)
                sum += weights[layer3 + (o * Hidden) + k] * second[k];
            outputs[(o * count) + i] = sum;
        }
    }
}
