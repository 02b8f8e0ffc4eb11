using System.Diagnostics;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Checkpoints;
using GpuAc.Training.Recipes;

namespace GpuAc.Training;

/// <summary>One run of <see cref="TrainingSession"/>: what it remembers from iteration to iteration.</summary>
internal sealed class SessionRun(ITrainer trainer, TrainingGoal goal, Evaluator? evaluator, CancellationToken cancellation)
{
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly EpisodeWindow episodes = new(goal.TrainingEpisodes);
    private double secondsBefore;
    private PolicySnapshot? best;
    private EvaluationResult? bestEvaluation;
    private bool reached;
    private bool evaluationIsDue;
    private GpuAcException? failure;

    private double Seconds => secondsBefore + Stopwatch.GetElapsedTime(start).TotalSeconds;

    private bool IsOver => trainer.EnvSteps >= trainer.TotalSteps || episodes.Total >= goal.MaxEpisodes;

    /// <summary>Takes up where another session stopped.</summary>
    /// <exception cref="GpuAcException">The checkpoint does not fit the trainer.</exception>
    public void Restore(Checkpoint checkpoint)
    {
        trainer.Restore(checkpoint.State);
        if (checkpoint.Session is not { } state)
            return;
        secondsBefore = state.Seconds;
        reached = state.ReachedGoal;
        evaluationIsDue = state.EvaluationIsDue;
        episodes.Restore(state);
        best = state.Best;
        bestEvaluation = best == null ? null : new EvaluationResult(state.BestMeanReturn, state.BestStdReturn, state.BestEpisodes);
    }

    /// <summary>Trains to the end.</summary>
    public TrainingResult Run(IProgress<TrainingProgress>? observer, Checkpointing? checkpoints)
    {
        long iteration = 0;
        if (evaluationIsDue)
            Evaluate();
        while (!reached && failure == null && !IsOver && !cancellation.IsCancellationRequested)
        {
            if (Iterate() is not { } metrics)
                break;
            iteration = metrics.Iteration;
            episodes.Add(metrics.Episodes, metrics.MeanReturn);
            reached = episodes.Mean > goal.StopAboveTrainingReturn;
            EvaluationResult? evaluation =
                goal.EvaluationInterval > 0 && (IsOver || iteration % goal.EvaluationInterval == 0) ? Evaluate() : null;
            observer?.Report(new TrainingProgress
            {
                Metrics = metrics,
                TotalSteps = trainer.TotalSteps,
                Seconds = Seconds,
                Evaluation = evaluation,
            });
            if (failure == null && !evaluationIsDue)
                checkpoints?.Offer(iteration, Take);
        }

        // A run that diverged or lost its device is resumed from the last checkpoint before that, not from there.
        checkpoints?.Finish(iteration, failure == null && iteration > 0 ? Take : null);
        return Result();
    }

    private IterationMetrics? Iterate()
    {
        try
        {
            return trainer.Iterate();
        }
        catch (GpuAcException stop) when (stop is DivergedException or DeviceFailureException or EnvironmentFailureException)
        {
            failure = stop;
            return null;
        }
    }

    private EvaluationResult? Evaluate()
    {
        try
        {
            evaluationIsDue = true;
            PolicySnapshot policy = trainer.Snapshot();
            EvaluationResult evaluation = evaluator!.Run(policy, goal.EvaluationEpisodes, cancellation);
            evaluationIsDue = false;
            reached |= evaluation.MeanReturn >= goal.StopAtReturn;
            if (bestEvaluation == null || evaluation.MeanReturn >= bestEvaluation.Value.MeanReturn)
                (best, bestEvaluation) = (policy, evaluation);
            return evaluation;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (GpuAcException stop) when (stop is DeviceFailureException or EnvironmentFailureException)
        {
            failure = stop;
            return null;
        }
    }

    private Checkpoint Take() => new()
    {
        State = trainer.Save(),
        Session = new SessionState
        {
            Seconds = Seconds,
            ReachedGoal = reached,
            EvaluationIsDue = evaluationIsDue,
            Episodes = episodes.Total,
            RecentReturnSum = episodes.Sum,
            Recent = episodes.Recent,
            Best = best,
            BestMeanReturn = bestEvaluation?.MeanReturn ?? 0,
            BestStdReturn = bestEvaluation?.StdReturn ?? 0,
            BestEpisodes = bestEvaluation?.Episodes ?? 0,
        },
    };

    private TrainingResult Result() => new()
    {
        Policy = best ?? trainer.Snapshot(),
        EnvSteps = trainer.EnvSteps,
        Episodes = episodes.Total,
        TrainSeconds = Seconds,
        ReachedGoal = reached,
        Failure = failure?.Message,
        DeviceFailed = failure is DeviceFailureException,
        Cancelled = failure == null && cancellation.IsCancellationRequested && !reached && (evaluationIsDue || !IsStepsOver),
        Evaluation = bestEvaluation,
    };

    private bool IsStepsOver => trainer.EnvSteps >= trainer.TotalSteps;
}
