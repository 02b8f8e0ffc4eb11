using GpuAc.Cli.Output;
using GpuAc.Cli.Tests.Support;
using GpuAc.Envs.ClassicControl;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Statistics;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Checkpoints;
using GpuAc.Training.Logging;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Recipes;

namespace GpuAc.Cli.Tests.Output;

public class RunObserverTests
{
    [Fact]
    public void Report_MetricsThatCannotBeWritten_SaysSoOnce()
    {
        if (!OperatingSystem.IsLinux())
            return; // /dev/full is Linux's.
        using var error = new StringWriter();
        using var display = new TrainingDisplay(error, live: false);
        using (var observer = new RunObserver(new MetricsFile("/dev/full", []), None, display, null, null, error))
        {
            observer.Report(Progress);
            observer.Report(Progress);
        }

        string line = Assert.Single(error.ToString().Split(error.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("warning: metrics.csv cannot be written", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_MetricsThatCanBeWritten_SaysNothing()
    {
        using var folder = new TemporaryFolder();
        using var error = new StringWriter();
        using var display = new TrainingDisplay(error, live: false);
        using (var observer = new RunObserver(new MetricsFile(folder["metrics.csv"], []), None, display, null, null, error))
            observer.Report(Progress);
        Assert.Equal("", error.ToString());
        Assert.Equal(2, File.ReadAllLines(folder["metrics.csv"]).Length);
    }

    [Fact]
    public void Dispose_CheckpointsThatCouldNotBeWritten_SaysSoOnce()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        var checkpoints = new Checkpointing(new CheckpointFolder(folder["file"]), new CheckpointSchedule());
        using ITrainer trainer = Trainer.Create<CartPoleV1>(
            new OneStepAcConfig { NumEnvs = 2, HiddenSizes = [4], TotalSteps = 2 },
            new TrainerOptions { Threads = 1, Device = DeviceKind.Cpu });
        TrainingSession.Run(trainer, new TrainingGoal(), checkpoints: checkpoints);
        using var error = new StringWriter();
        using var display = new TrainingDisplay(error, live: false);
        using (var observer = new RunObserver(new MetricsFile(folder["metrics.csv"], []), checkpoints, display, null, null, error))
            observer.Report(Progress);
        string line = Assert.Single(error.ToString().Split(error.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("warning: The folder", line, StringComparison.Ordinal);
        Assert.EndsWith("earlier checkpoints are unchanged.", line, StringComparison.Ordinal);
    }

    private static Checkpointing None => new(new CheckpointFolder("none"), new CheckpointSchedule { Seconds = 0 });

    private static TrainingProgress Progress => new()
    {
        Metrics = new IterationMetrics
        {
            Iteration = 1,
            EnvSteps = 1,
            Episodes = 0,
            MeanReturn = 1,
            MeanLength = 1,
            Times = default(PhaseTimes),
        },
        TotalSteps = 10,
        Seconds = 1,
        Evaluation = null,
    };
}
