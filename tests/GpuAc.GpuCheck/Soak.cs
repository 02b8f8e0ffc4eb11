using System.Diagnostics;
using GpuAc.Compat.Ilgpu.Tests;
using GpuAc.Compat.Ilgpu.Tests.Fuzzing;

namespace GpuAc.GpuCheck;

/// <summary>A long run of the fuzzer, on one accelerator after the other.</summary>
internal static class Soak
{
    private const int Portion = 2000;

    /// <summary>Runs it and prints what it found.</summary>
    /// <returns>False when any result differed, or an accelerator compared nothing.</returns>
    public static bool Run(TextWriter output, int seed, int kernels, TimeSpan limit)
    {
        var passed = true;
        foreach (var target in Devices.Present)
        {
            var clock = Stopwatch.StartNew();
            var run = new FuzzRun(target);
            var (reported, allowed) = (0, 0);
            while (run.Kernels < kernels && clock.Elapsed < limit)
            {
                var before = run.Kernels;
                run.Run(seed + (before / FuzzRun.FunctionsInABatch), Math.Min(Portion, kernels - before), () => clock.Elapsed < limit);
                foreach (var failure in run.Failures.Skip(reported))
                    output.WriteLine(failure);
                foreach (var zero in run.ZeroSigns.Skip(allowed))
                    output.WriteLine($"allowed, for clang's sake: {zero}");
                (reported, allowed) = (run.Failures.Count, run.ZeroSigns.Count);
                output.WriteLine(
                    $"fuzz, {target}: {run.Kernels} kernels in {clock.Elapsed.TotalSeconds:F0} s, {reported} results differ, {allowed} "
                    + "only in the sign of a zero");
                output.Flush();
                if (run.Kernels == before)
                    break;
            }

            passed &= reported == 0 && run.Kernels > 0;
        }

        return passed;
    }
}
