using BenchmarkDotNet.Attributes;
using GpuAc.Lanes;
using GpuAc.Lanes.Memory;

namespace GpuAc.Benchmarks.Kernels;

/// <summary>Elementary functions over 4096 values.</summary>
public unsafe class LaneMathBenchmarks
{
    private const int Count = 4096;

    private readonly AlignedBuffer values = new(Count);
    private readonly AlignedBuffer results = new(Count);

    [GlobalSetup]
    public void Setup()
    {
        for (int i = 0; i < Count; i++)
            values.Pointer[i] = ((float)i / Count * 8) - 4;
    }

    [Benchmark(Baseline = true)]
    public void Copy()
    {
        for (int i = 0; i < Count; i += Lane16.Width)
            Lane16.Load(values.Pointer + i).Store(results.Pointer + i);
    }

    [Benchmark]
    public void Exp()
    {
        for (int i = 0; i < Count; i += Lane16.Width)
            LaneMath.Exp(Lane16.Load(values.Pointer + i)).Store(results.Pointer + i);
    }

    [Benchmark]
    public void Tanh()
    {
        for (int i = 0; i < Count; i += Lane16.Width)
            LaneMath.Tanh(Lane16.Load(values.Pointer + i)).Store(results.Pointer + i);
    }

    [Benchmark]
    public void SinCos()
    {
        for (int i = 0; i < Count; i += Lane16.Width)
        {
            LaneMath.SinCos(Lane16.Load(values.Pointer + i), out Lane16 sin, out Lane16 cos);
            (sin + cos).Store(results.Pointer + i);
        }
    }

    [Benchmark]
    public void Philox()
    {
        var key = new RandomKey(1, RandomPurpose.Action);
        for (int i = 0; i < Count; i += 4 * Lane16.Width)
        {
            Quad<Lane16> draws = Lane16.Uniform4(key, (uint)i, 0, 0);
            draws.A.Store(results.Pointer + i);
            draws.B.Store(results.Pointer + i + Lane16.Width);
            draws.C.Store(results.Pointer + i + (2 * Lane16.Width));
            draws.D.Store(results.Pointer + i + (3 * Lane16.Width));
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        values.Dispose();
        results.Dispose();
    }
}
