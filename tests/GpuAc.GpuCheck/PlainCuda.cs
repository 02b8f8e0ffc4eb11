using System.Diagnostics;
using ILGPU.Backends.C;
using ILGPU.Runtime.Cuda;

namespace GpuAc.GpuCheck;

/// <summary>Plain CUDA C through the driver: own memory, own launches, and the best of several block sizes.</summary>
internal sealed unsafe class PlainCuda : IDisposable
{
    private const int Runs = 8;

    private static readonly uint[] BlockSizes = [128, 256, 512, 1024];

    private readonly CudaAccelerator accelerator;
    private readonly Dictionary<string, CudaProgram> programs = [];

    public PlainCuda(CudaAccelerator accelerator)
    {
        this.accelerator = accelerator;
        using var stream = typeof(PlainCuda).Assembly.GetManifestResourceStream("PlainCuda.cu")!;
        using var reader = new StreamReader(stream);
        var source = reader.ReadToEnd();
        foreach (var name in new[] { "plain_copy", "plain_copy4", "plain_fma" })
            programs[name] = new(accelerator, new KernelSource(source, name, [], [], 0), name);
    }

    /// <summary>Rates in GB/s and GFLOP/s.</summary>
    /// <param name="copyCount">Floats to copy, a multiple of 4.</param>
    /// <param name="fmaCount">Threads that multiply and add.</param>
    /// <param name="fmaRounds">Rounds of eight multiply-adds each.</param>
    public (double Copy, double WideCopy, double Fma) Measure(int copyCount, int fmaCount, int fmaRounds)
    {
        var bytes = (nuint)Math.Max(copyCount, fmaCount) * sizeof(float);
        nint x = Allocate(bytes), y = Allocate(bytes);
        try
        {
            void** copy = stackalloc void*[] { &x, &y, &copyCount };
            void** fma = stackalloc void*[] { &x, &fmaCount, &fmaRounds };
            return (
                8.0 * copyCount * 1e-9 / Best("plain_copy", copyCount, copy),
                8.0 * copyCount * 1e-9 / Best("plain_copy4", copyCount / 4, copy),
                16.0 * fmaRounds * fmaCount * 1e-9 / Best("plain_fma", fmaCount, fma));
        }
        finally
        {
            CudaException.Check(CudaNative.MemFree(x), "cuMemFree");
            CudaException.Check(CudaNative.MemFree(y), "cuMemFree");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var program in programs.Values)
            program.Dispose();
    }

    private nint Allocate(nuint bytes)
    {
        accelerator.Bind();
        nint pointer;
        CudaException.Check(CudaNative.MemAlloc(&pointer, bytes), "cuMemAlloc");
        CudaException.Check(CudaNative.MemsetAsync(pointer, 0, bytes, 0), "cuMemsetD8Async");
        return pointer;
    }

    /// <summary>Shortest time from launch to completion, in seconds.</summary>
    private double Best(string name, int threads, void** arguments)
    {
        var best = double.MaxValue;
        foreach (var block in BlockSizes)
        {
            for (var run = 0; run < Runs; run++)
            {
                accelerator.Synchronize();
                var start = Stopwatch.GetTimestamp();
                var blocks = ((uint)threads + block - 1) / block;
                CudaException.Check(
                    CudaNative.LaunchKernel(programs[name].Function, blocks, 1, 1, block, 1, 1, 0, 0, arguments, null), "cuLaunchKernel",
                    name);
                accelerator.Synchronize();
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        return best;
    }
}
