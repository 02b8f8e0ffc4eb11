namespace GpuAc.Kernels.Tests.Support;

/// <summary>Repeatable numbers for tests.</summary>
internal sealed class TestNumbers(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>A float in [low, high).</summary>
    public float Uniform(float low, float high) => low + (high - low) * random.NextSingle();

    /// <summary>Floats in [low, high).</summary>
    public float[] Uniforms(int count, float low, float high) => [.. Enumerable.Range(0, count).Select(_ => Uniform(low, high))];

    /// <summary>True with a probability.</summary>
    public bool Chance(double probability) => random.NextDouble() < probability;

    /// <summary>An integer in [0, count).</summary>
    public int Index(int count) => random.Next(count);
}
