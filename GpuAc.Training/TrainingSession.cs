using System.Diagnostics;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Recipes;

namespace GpuAc.Training;

/// <summary>Runs a trainer to its goal: iterates, evaluates now and then, keeps the best policy, stops when asked.</summary>
public static class TrainingSession
{
    /// <summary>The same as <see cref="Run"/>, on a thread of the pool, for callers that must not wait.</summary>
    /// <param name="trainer">The trainer; stays the caller's to dispose, when the task has ended.</param>
    /// <param name="goal">When to stop early.</param>
    /// <param name="evaluator">Evaluates policies; may be null when the goal asks for no evaluations.</param>
    /// <param name="observer">Told after every iteration, on the thread that trains; or null.</param>
    /// <param name="cancellation">Ends the run after the current iteration, and an evaluation at once; the task then ends well, with what
    /// was learnt.</param>
    public static Task<TrainingResult> RunAsync(
        ITrainer trainer,
        TrainingGoal goal,
        Evaluator? evaluator = null,
        IProgress<TrainingProgress>? observer = null,
        CancellationToken cancellation = default) =>
        Task.Run(() => Run(trainer, goal, evaluator, observer, cancellation), CancellationToken.None);

    /// <summary>
    /// Trains until the goal is reached, the planned steps or episodes are over, training diverges, device or environment fail, or the
    /// token is cancelled.
    /// </summary>
    /// <param name="trainer">The trainer; stays the caller's to dispose.</param>
    /// <param name="goal">When to stop early.</param>
    /// <param name="evaluator">Evaluates policies; may be null when the goal asks for no evaluations.</param>
    /// <param name="observer">Told after every iteration, on this thread; or null.</param>
    /// <param name="cancellation">Ends the run after the current iteration, and an evaluation at once; what was learnt is returned.</param>
    /// <exception cref="GpuAcException">The goal is out of range.</exception>
    /// <remarks>
    /// A <see cref="DivergedException"/>, a <see cref="DeviceFailureException"/> or an <see cref="EnvironmentFailureException"/> ends the
    /// run; what was learnt before is returned, and the reason with it.
    /// </remarks>
    public static TrainingResult Run(
        ITrainer trainer,
        TrainingGoal goal,
        Evaluator? evaluator = null,
        IProgress<TrainingProgress>? observer = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(goal);
        IReadOnlyList<string> faults = goal.Validate();
        if (faults.Count > 0)
            throw new GpuAcException(string.Join(Environment.NewLine, faults));
        if (goal.EvaluationInterval > 0)
            ArgumentNullException.ThrowIfNull(evaluator);

        long start = Stopwatch.GetTimestamp();
        PolicySnapshot? best = null;
        EvaluationResult? bestEvaluation = null;
        var episodes = new EpisodeWindow(goal.TrainingEpisodes);
        bool reached = false, cutShort = false;
        GpuAcException? failure = null;
        while (!reached && failure == null && trainer.EnvSteps < trainer.TotalSteps && !(episodes.Total >= goal.MaxEpisodes)
            && !cancellation.IsCancellationRequested)
        {
            IterationMetrics metrics;
            try
            {
                metrics = trainer.Iterate();
            }
            catch (GpuAcException stop) when (stop is DivergedException or DeviceFailureException or EnvironmentFailureException)
            {
                failure = stop;
                break;
            }

            episodes.Add(metrics.Episodes, metrics.MeanReturn);
            reached = episodes.Mean > goal.StopAboveTrainingReturn;
            EvaluationResult? evaluation = null;
            bool last = trainer.EnvSteps >= trainer.TotalSteps || episodes.Total >= goal.MaxEpisodes;
            if (goal.EvaluationInterval > 0 && (last || metrics.Iteration % goal.EvaluationInterval == 0))
            {
                try
                {
                    PolicySnapshot policy = trainer.Snapshot();
                    evaluation = evaluator!.Run(policy, goal.EvaluationEpisodes, cancellation);
                    reached |= evaluation.Value.MeanReturn >= goal.StopAtReturn;
                    if (bestEvaluation == null || evaluation.Value.MeanReturn >= bestEvaluation.Value.MeanReturn)
                        (best, bestEvaluation) = (policy, evaluation);
                }
                catch (OperationCanceledException)
                {
                    cutShort = true;
                }
                catch (GpuAcException stop) when (stop is DeviceFailureException or EnvironmentFailureException)
                {
                    failure = stop;
                }
            }

            observer?.Report(new TrainingProgress
            {
                Metrics = metrics,
                TotalSteps = trainer.TotalSteps,
                Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
                Evaluation = evaluation,
            });
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new TrainingResult
        {
            Policy = best ?? trainer.Snapshot(),
            EnvSteps = trainer.EnvSteps,
            Episodes = episodes.Total,
            TrainSeconds = seconds,
            ReachedGoal = reached,
            Failure = failure?.Message,
            DeviceFailed = failure is DeviceFailureException,
            Cancelled = failure == null && cancellation.IsCancellationRequested && !reached
                && (cutShort || trainer.EnvSteps < trainer.TotalSteps),
            Evaluation = bestEvaluation,
        };
    }
}
