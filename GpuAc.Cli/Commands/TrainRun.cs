using GpuAc.Cli.Output;
using GpuAc.Envs;
using GpuAc.Envs.Contracts;
using GpuAc.Export;
using GpuAc.Kernels.Engines;
using GpuAc.Kernels.Plans;
using GpuAc.Policies.Files;
using GpuAc.Policies.Networks;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Checkpoints;
using GpuAc.Training.Logging;
using GpuAc.Training.Recipes;
using GpuAc.Training.Recordings;

namespace GpuAc.Cli.Commands;

/// <summary>What <c>gpuac train</c> does: train, export and verify, evaluate what was exported, write.</summary>
internal static class TrainRun
{
    private const int EvaluationEpisodes = 100;

    // What compiling may take without a word.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(0.5);

    /// <summary>Runs a request to its end.</summary>
    public static int Start(TrainRequest request, TextWriter output, TextWriter error)
    {
        using var interruption = new Interruption();
        TrainJob job = request.Resume == null ? TrainJob.Begin(request) : TrainJob.Resume(request.Resume, request, error);
        EnvironmentEntry entry = job.Entry;
        Recipe recipe = job.Recipe;
        ulong seed = job.Options.Seed;
        request = request with { Seed = seed, Device = job.Options.Device };
        foreach (string note in job.Fitted.Notes)
            error.WriteLine($"note: {note}");

        // ONNX Runtime takes tens of milliseconds to load, and so does compiling the trainer: both at once, and both before training,
        // whose workers want all cores to themselves.
        Task warmUp = Task.Run(OnnxExporter.WarmUp);
        using WaitingNotice? notice = NoticeFor(job.Options.Device!.Value, error);
        using ITrainer trainer = Trainer.Create(entry, recipe.Config, job.Options);
        RunFolder folder = job.OpenFolder(request.Folder);
        using IDisposable occupied = folder.Occupy();
        warmUp.GetAwaiter().GetResult();
        TrainingResult result = Train(trainer, job, request, folder, notice, error, interruption.Token);
        notice?.Dispose();

        PolicySnapshot policy = result.Policy;
        if (result.Failure != null)
        {
            // What there is, before anything is asked of it.
            PolicySnapshotFile.Save(folder.SnapshotPath, policy);
            error.WriteLine($"error: {result.Failure}");
        }

        using PolicyExport export = OnnxExporter.Export(policy, RecordedObservations.Record(entry, policy));
        EvaluationResult? evaluation = null;
        if (!result.Cancelled)
        {
            try
            {
                evaluation = new Evaluator(entry, seed)
                    .Run(export.Policy.Act, EvaluationEpisodes, interruption.Token);
            }
            catch (OperationCanceledException)
            {
                result = result with { Cancelled = true };
            }
            catch (EnvironmentFailureException failure)
            {
                error.WriteLine($"error: {failure.Message}");
                result = result with { Failure = result.Failure ?? failure.Message };
            }
        }

        if (evaluation is { } final)
        {
            policy = policy with
            {
                Provenance = policy.Provenance with
                {
                    EvaluationEpisodes = final.Episodes,
                    EvaluationMeanReturn = final.MeanReturn,
                    EvaluationStdReturn = final.StdReturn,
                },
            };
        }

        PolicySnapshotFile.Save(folder.SnapshotPath, policy);
        export.Save(folder.OnnxPath, policy.Provenance);
        var summary = new TrainSummary(entry, recipe, request, result, evaluation, folder);
        summary.Print(output);
        return summary.ExitCode;
    }

    // An accelerator compiles kernels when they are made or first run, which can take seconds; later runs find them on disk.
    private static WaitingNotice? NoticeFor(DeviceKind device, TextWriter error) => device == DeviceKind.Cpu ? null
        : new WaitingNotice(error, $"preparing kernels for {DeviceCatalog.NameOf(device)}; a first run compiles them ...", Moment);

    private static TrainingResult Train(
        ITrainer trainer,
        TrainJob job,
        TrainRequest request,
        RunFolder folder,
        WaitingNotice? notice,
        TextWriter error,
        CancellationToken cancellation)
    {
        // Start states of the evaluations during training differ from the final evaluation's, so that stopping early is not rewarded by
        // luck.
        var evaluator = new Evaluator(job.Entry, job.Options.Seed ^ 0x5DEECE66DUL);
        using var display = new TrainingDisplay(error, error is StandardStream { IsTerminal: true });
        EpisodeRecorder? recorder = job.Recipe.RecordEpisodes ? new EpisodeRecorder(trainer, folder.RecordingsPath) : null;
        MetricsFile metrics = job.From == null
            ? new MetricsFile(folder.MetricsPath, trainer.Metrics)
            : MetricsFile.Continue(folder.MetricsPath, trainer.Metrics, job.From.State.Iteration);
        var checkpoints =
            new Checkpointing(new CheckpointFolder(folder.CheckpointsPath), request.Checkpoints) { Taking = metrics.Flush };
        using var observer = new RunObserver(metrics, checkpoints, display, recorder, notice, error);
        return TrainingSession.Run(trainer, job.Recipe.Goal, evaluator, observer, cancellation, checkpoints, job.From);
    }
}
