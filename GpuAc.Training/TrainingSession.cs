using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Checkpoints;
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
    /// <param name="cancellation">Ends the run after the current iteration, and an evaluation at once; the task then completes, with what
    /// was learnt.</param>
    /// <param name="checkpoints">Where and when to write checkpoints, or null for none.</param>
    /// <param name="resumeFrom">Where to take up a run that has stopped, or null to begin.</param>
    public static Task<TrainingResult> RunAsync(
        ITrainer trainer,
        TrainingGoal goal,
        Evaluator? evaluator = null,
        IProgress<TrainingProgress>? observer = null,
        CancellationToken cancellation = default,
        Checkpointing? checkpoints = null,
        Checkpoint? resumeFrom = null) =>
        Task.Run(() => Run(trainer, goal, evaluator, observer, cancellation, checkpoints, resumeFrom), CancellationToken.None);

    /// <summary>
    /// Trains until the goal is reached, the planned steps or episodes are over, training diverges, device or environment fail, or the
    /// token is cancelled.
    /// </summary>
    /// <param name="trainer">The trainer; stays the caller's to dispose.</param>
    /// <param name="goal">When to stop early.</param>
    /// <param name="evaluator">Evaluates policies; may be null when the goal asks for no evaluations.</param>
    /// <param name="observer">Told after every iteration, on this thread; or null.</param>
    /// <param name="cancellation">Ends the run after the current iteration, and an evaluation at once; what was learnt is returned.</param>
    /// <param name="checkpoints">Where and when to write checkpoints, or null for none.</param>
    /// <param name="resumeFrom">
    /// Where to take up a run that has stopped, or null to begin. The trainer must have been made with the same settings, environment,
    /// seed, device and lane width; what follows is then what would have followed, bit for bit.
    /// </param>
    /// <exception cref="GpuAcException">The goal is out of range, or the checkpoint does not fit the trainer.</exception>
    /// <remarks>
    /// A <see cref="DivergedException"/>, a <see cref="DeviceFailureException"/> or an <see cref="EnvironmentFailureException"/> ends the
    /// run; what was learnt before is returned, and the reason with it.
    /// </remarks>
    public static TrainingResult Run(
        ITrainer trainer,
        TrainingGoal goal,
        Evaluator? evaluator = null,
        IProgress<TrainingProgress>? observer = null,
        CancellationToken cancellation = default,
        Checkpointing? checkpoints = null,
        Checkpoint? resumeFrom = null)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(goal);
        IReadOnlyList<string> faults = goal.Validate();
        if (faults.Count > 0)
            throw new GpuAcException(string.Join(Environment.NewLine, faults));
        if (goal.EvaluationInterval > 0)
            ArgumentNullException.ThrowIfNull(evaluator);

        var session = new SessionRun(trainer, goal, evaluator, cancellation);
        if (resumeFrom != null)
            session.Restore(resumeFrom);
        return session.Run(observer, checkpoints);
    }
}
