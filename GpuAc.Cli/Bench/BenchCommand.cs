using System.CommandLine;

namespace GpuAc.Cli.Bench;

/// <summary><c>gpuac bench</c>: measures this machine, and what GpuAc makes of it.</summary>
internal static class BenchCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        _ = error;
        return new Command("bench", "Measures speed.")
        {
            RooflineBench.Create(output),
            SteppingBench.Create(output),
            TrainingBench.Create(output),
            KernelsBench.Create(output),
            UpdatesBench.Create(output),
            InferenceBench.Create(output),
            BusyBench.Create(output),
            BusyLoops.Create(output),
        };
    }
}
