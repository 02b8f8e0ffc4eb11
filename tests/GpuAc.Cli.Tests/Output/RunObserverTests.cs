using GpuAc.Cli.Output;
using GpuAc.Cli.Tests.Support;
using GpuAc.Kernels.Statistics;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Logging;

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
        using (var observer = new RunObserver(new MetricsFile("/dev/full", []), display, null, null, error))
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
        using (var observer = new RunObserver(new MetricsFile(folder["metrics.csv"], []), display, null, null, error))
            observer.Report(Progress);
        Assert.Equal("", error.ToString());
        Assert.Equal(2, File.ReadAllLines(folder["metrics.csv"]).Length);
    }

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
