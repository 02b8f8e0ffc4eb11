using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Checkpoints;
using GpuAc.Training.Logging;
using GpuAc.Training.Recordings;

namespace GpuAc.Cli.Output;

/// <summary>
/// Keeps the records of a run as it goes on, and shows its progress. A warning says once that they
/// cannot be written; the run goes on.
/// </summary>
/// <param name="metrics">Metrics; from now on the observer's to dispose.</param>
/// <param name="checkpoints">Checkpoints, to say when they cannot be written.</param>
/// <param name="display">Progress.</param>
/// <param name="recorder">Records episodes, or null.</param>
/// <param name="notice">What was waited for until the first iteration, or null.</param>
/// <param name="error">Where to say what cannot be written.</param>
internal sealed class RunObserver(
    MetricsFile metrics, Checkpointing checkpoints, TrainingDisplay display, EpisodeRecorder? recorder, WaitingNotice? notice,
    TextWriter error)
    : IProgress<TrainingProgress>, IDisposable
{
    private EpisodeRecorder? recorder = recorder;
    private bool hasWarned;
    private string? checkpointFailure;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        notice?.Dispose();
        metrics.Write(value);
        WarnOfMetrics();
        WarnOfCheckpoints();
        Record(value.Metrics);
        display.Report(value);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        metrics.Dispose();
        WarnOfMetrics();
        WarnOfCheckpoints();
    }

    // Each reason once.
    private void WarnOfCheckpoints()
    {
        string? failure = checkpoints.Failure;
        if (failure != null && failure != checkpointFailure)
            error.WriteLine($"warning: {failure} Training goes on, and tries again; earlier checkpoints are unchanged.");
        checkpointFailure = failure ?? checkpointFailure;
    }

    private void WarnOfMetrics()
    {
        if (metrics.Failure is not { } failure || hasWarned)
            return;
        hasWarned = true;
        error.WriteLine($"warning: metrics.csv cannot be written ({failure.TrimEnd('.')}); training goes on, and tries again.");
    }

    private void Record(in IterationMetrics iteration)
    {
        try
        {
            recorder?.Observe(iteration);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            recorder = null;
            error.WriteLine($"warning: no more episodes are recorded ({cause.Message.TrimEnd('.')}); training goes on.");
        }
    }
}
