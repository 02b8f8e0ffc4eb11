namespace GpuAc.Export.Tests.Support;

/// <summary>A small generator of test numbers (SplitMix64).</summary>
internal sealed class Numbers(int seed)
{
    private ulong state = (ulong)seed * 0x9E3779B97F4A7C15;

    internal ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        ulong mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    internal float Next(float low, float high) => low + ((high - low) * ((Next() >> 40) / (float)(1 << 24)));

    internal float[] Take(int count, float low, float high)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = Next(low, high);
        return values;
    }
}
