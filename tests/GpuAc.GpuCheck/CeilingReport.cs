using System.Globalization;
using GpuAc.Benchmarks.Ilgpu;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuAc.GpuCheck;

/// <summary>The throughput table, and on CUDA how far our kernels are from plain CUDA C.</summary>
internal static class CeilingReport
{
    private const double LeastShare = 0.9;

    /// <summary>Measures and prints.</summary>
    /// <returns>False when a kernel of ours, compiled as plain CUDA C is, reaches less than 90 % of its twin.</returns>
    public static bool Run(TextWriter output)
    {
        var rates = AcceleratorThroughput.Report(output);
        var passed = true;
        foreach (var ours in rates.Where(rate => rate.Kind == AcceleratorType.Cuda && rate.Mode == MathMode.Fast))
        {
            using var context = Context.Create(builder => builder.Cuda().Math(MathMode.Fast));
            var device = context.Devices.First(candidate => candidate.Name == ours.Name);
            using var accelerator = (CudaAccelerator)device.CreateAccelerator(context);
            using var plain = new PlainCuda(accelerator);
            var (copy, wideCopy, fma) = plain.Measure(
                AcceleratorThroughput.CopyCount(ours.Kind), AcceleratorThroughput.FmaCount(ours.Kind),
                AcceleratorThroughput.FmaRounds(ours.Kind));
            passed &= Compare(output, "copy GB/s", ours.CopyGigabytes, copy) & Compare(output, "FMA GFLOP/s", ours.FmaGigaflops, fma);
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture, $"for comparison, plain CUDA C copies {wideCopy:F1} GB/s with four floats a thread"));
        }

        return passed;
    }

    private static bool Compare(TextWriter output, string what, double ours, double plain)
    {
        var share = ours / plain;
        var verdict = share >= LeastShare ? "ok" : $"TOO LOW, {LeastShare:P0} wanted";
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{what}: {ours:F1}, plain CUDA C {plain:F1}: {share * 100:F1} % ({verdict})"));
        return share >= LeastShare;
    }
}
