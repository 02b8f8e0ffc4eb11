using System.Diagnostics;
using System.Globalization;
using GpuAc.Training;

namespace GpuAc.Cli.Output;

/// <summary>
/// Live progress of a run, on standard error: one line that is rewritten on a terminal, a line every two seconds elsewhere.
/// </summary>
internal sealed class TrainingDisplay(TextWriter error, bool live) : IDisposable
{
    private readonly TimeSpan interval = live ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(2);
    private long last = Stopwatch.GetTimestamp();
    private double lastReturn = double.NaN;
    private double lastEvaluation = double.NaN;
    private int width;

    /// <summary>Shows an iteration, unless the last one shown was a moment ago.</summary>
    public void Report(in TrainingProgress progress)
    {
        if (!double.IsNaN(progress.Metrics.MeanReturn))
            lastReturn = progress.Metrics.MeanReturn;
        if (progress.Evaluation is { } evaluation)
            lastEvaluation = evaluation.MeanReturn;
        if (Stopwatch.GetElapsedTime(last) < interval)
            return;
        last = Stopwatch.GetTimestamp();
        long steps = progress.Metrics.EnvSteps;
        double rate = progress.EnvStepsPerSecond;
        double left = rate > 0 ? Math.Max(0, progress.TotalSteps - steps) / rate : double.NaN;
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{steps:N0} of {Math.Max(steps, progress.TotalSteps):N0} steps, {rate / 1e6:F2} M steps/s, return {lastReturn:F1}, evaluation "
            + $"{lastEvaluation:F1}, at most {left:F0} s left");
        if (!live)
        {
            error.WriteLine(line);
            return;
        }

        error.Write('\r' + line.PadRight(width));
        error.Flush();
        width = line.Length;
    }

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (live && width > 0)
            error.Write('\r' + new string(' ', width) + '\r');
    }
}
