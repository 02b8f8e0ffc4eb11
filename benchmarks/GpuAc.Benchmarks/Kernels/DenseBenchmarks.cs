using BenchmarkDotNet.Attributes;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Activations;

namespace GpuAc.Benchmarks.Kernels;

/// <summary>The pieces of a 64-wide dense layer over a tile of 64 samples: 262,144 multiply-adds in each product.</summary>
public unsafe class DenseBenchmarks
{
    private const int Width = 64;

    private readonly AlignedBuffer weights = Random(Width * Width);
    private readonly AlignedBuffer input = Random(Width * Tile.Lanes);
    private readonly AlignedBuffer output = Random(Width * Tile.Lanes);
    private readonly AlignedBuffer bias = Random(Width);

    [Benchmark(Baseline = true)]
    public void Forward()
    {
        var epilogue = new AddBias<Lane16>(bias.Pointer, output.Pointer, Tile.Lanes);
        MatrixProduct<Lane16>.Run(
            weights.Pointer, Width, 1, input.Pointer, Tile.Lanes, Width, Width, Tile.Lanes / Lane16.Width, ref epilogue);
    }

    [Benchmark]
    public void InputGradient()
    {
        var epilogue = new Overwrite<Lane16>(output.Pointer, Tile.Lanes);
        MatrixProduct<Lane16>.Run(
            weights.Pointer, 1, Width, input.Pointer, Tile.Lanes, Width, Width, Tile.Lanes / Lane16.Width, ref epilogue);
    }

    [Benchmark]
    public void WeightGradient()
    {
        var epilogue = new Accumulate<Lane16>(output.Pointer, Width);
        MatrixProduct<Lane16>.Run(
            weights.Pointer, Tile.Lanes, 1, input.Pointer, Width, Width, Tile.Lanes, Width / Lane16.Width, ref epilogue);
    }

    [Benchmark]
    public void TransposeTile() => Transpose.Run(input.Pointer, Width, output.Pointer, Width);

    [Benchmark]
    public void TanhForward() =>
        Activation.Tanh.PassOf<Lane16>().Forward(input.Pointer, output.Pointer, Width, Tile.Lanes / Lane16.Width);

    [Benchmark]
    public void TanhBackward() =>
        Activation.Tanh.PassOf<Lane16>().Backward(input.Pointer, output.Pointer, bias.Pointer, Width, Tile.Lanes / Lane16.Width);

    [GlobalCleanup]
    public void Cleanup()
    {
        weights.Dispose();
        input.Dispose();
        output.Dispose();
        bias.Dispose();
    }

    private static AlignedBuffer Random(int length)
    {
        var buffer = new AlignedBuffer(length);
        for (int i = 0; i < length; i += 4)
        {
            Quad<Lane1> draws = Lane1.Uniform4(new RandomKey(1, RandomPurpose.Initialization), (uint)i, 0, 0);
            buffer.Pointer[i] = draws.A.Value;
            buffer.Pointer[i + 1] = draws.B.Value;
            buffer.Pointer[i + 2] = draws.C.Value;
            buffer.Pointer[i + 3] = draws.D.Value;
        }

        return buffer;
    }
}
