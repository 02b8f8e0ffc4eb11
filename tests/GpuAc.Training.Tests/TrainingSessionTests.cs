using GpuAc.Envs;
using GpuAc.Kernels.Plans;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Recipes;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests;

public class TrainingSessionTests
{
    private static readonly TrainingGoal EveryIteration = new() { EvaluationInterval = 1, EvaluationEpisodes = 3 };

    [Fact]
    public void Run_NoGoal_TakesAllStepsAndReturnsTheLastPolicy()
    {
        using var trainer = new ScriptedTrainer(4, 1, 2);
        TrainingResult result = TrainingSession.Run(trainer, new TrainingGoal());
        Assert.Equal((30, false, false, null), (result.EnvSteps, result.ReachedGoal, result.Cancelled, result.Evaluation));
        Assert.Equal(30, result.Policy.Provenance.TrainingSteps);
        Assert.True(result.TrainSeconds >= 0);
    }

    [Fact]
    public void Run_GoalReached_StopsThere()
    {
        using var trainer = new ScriptedTrainer(1, 2, 3, 4, 4);
        TrainingResult result = TrainingSession.Run(trainer, EveryIteration with { StopAtReturn = 3 }, Ranks());
        Assert.Equal((30, true, false), (result.EnvSteps, result.ReachedGoal, result.Cancelled));
        Assert.Equal(new EvaluationResult(3, 0, 3), result.Evaluation);
        Assert.Equal(30, result.Policy.Provenance.TrainingSteps);
    }

    [Fact]
    public void Run_GoalNotReached_KeepsTheBestPolicyAndTheLaterOfEquals()
    {
        using var trainer = new ScriptedTrainer(1, 3, 3, 2, 0);
        TrainingResult result = TrainingSession.Run(trainer, EveryIteration with { StopAtReturn = 4 }, Ranks());
        Assert.Equal((50, false), (result.EnvSteps, result.ReachedGoal));
        Assert.Equal(3, result.Evaluation!.Value.MeanReturn);
        Assert.Equal(30, result.Policy.Provenance.TrainingSteps);
    }

    [Fact]
    public void Run_EvaluationsNowAndThen_EvaluatesTheLastIterationToo()
    {
        var observer = new Recorder();
        using var trainer = new ScriptedTrainer(1, 1, 1, 1, 2);
        TrainingResult result = TrainingSession.Run(trainer, EveryIteration with { EvaluationInterval = 2 }, Ranks(), observer);
        Assert.Equal([null, 1, null, 1, 2], observer.Reports.Select(report => report.Evaluation?.MeanReturn));
        Assert.Equal([1, 2, 3, 4, 5], observer.Reports.Select(report => (int)report.Metrics.Iteration));
        Assert.All(observer.Reports, report => Assert.Equal(50, report.TotalSteps));
        Assert.Equal(2, result.Evaluation!.Value.MeanReturn);
    }

    [Fact]
    public void Run_Diverged_KeepsTheBestPolicyAndSaysWhy()
    {
        using var trainer = new ScriptedTrainer(1, 3, 2, 4)
        {
            Iterated = iteration => _ = iteration == 4 ? throw new DivergedException("critic loss", 4, 40, "Try less.") : 0,
        };
        TrainingResult result = TrainingSession.Run(trainer, EveryIteration with { StopAtReturn = 4 }, Ranks());
        Assert.Equal((false, false), (result.ReachedGoal, result.Cancelled));
        Assert.StartsWith("Training diverged: the critic loss was not finite in iteration 4", result.Failure, StringComparison.Ordinal);
        Assert.Equal(20, result.Policy.Provenance.TrainingSteps);
    }

    [Fact]
    public void Run_TrainingReturnAboveGoal_StopsThere()
    {
        using var trainer = new ScriptedTrainer(1, 3, 4, 4, 4) { EpisodesAnIteration = 2 };
        TrainingResult result = TrainingSession.Run(trainer, new TrainingGoal { StopAboveTrainingReturn = 3, TrainingEpisodes = 4 });
        Assert.Equal((30, 6, true, false), (result.EnvSteps, result.Episodes, result.ReachedGoal, result.Cancelled));
        Assert.Equal(30, result.Policy.Provenance.TrainingSteps);
    }

    [Fact]
    public void Run_MostEpisodesPlayed_StopsAndEvaluates()
    {
        using var trainer = new ScriptedTrainer(1, 3, 4, 4, 4) { EpisodesAnIteration = 2 };
        TrainingResult result = TrainingSession.Run(trainer, EveryIteration with { MaxEpisodes = 5, EvaluationInterval = 100 }, Ranks());
        Assert.Equal((30, 6, false), (result.EnvSteps, result.Episodes, result.ReachedGoal));
        Assert.Equal(4, result.Evaluation!.Value.MeanReturn);
    }

    [Fact]
    public void Run_Cancelled_EndsAfterTheIterationWithWhatThereIs()
    {
        using var source = new CancellationTokenSource();
        using var trainer = new ScriptedTrainer(1, 2, 3, 4)
        {
            Iterated = iteration =>
            {
                if (iteration == 2)
                    source.Cancel();
            },
        };
        TrainingResult result = TrainingSession.Run(trainer, new TrainingGoal(), cancellation: source.Token);
        Assert.Equal((20, true, false), (result.EnvSteps, result.Cancelled, result.ReachedGoal));
        Assert.Equal(20, result.Policy.Provenance.TrainingSteps);
    }

    [Fact]
    public async Task RunAsync_Cancelled_EndsWellWithWhatThereIs()
    {
        using var source = new CancellationTokenSource();
        using var trainer = new ScriptedTrainer(1, 2, 3, 4, 5)
        {
            Iterated = iteration =>
            {
                if (iteration == 2)
                    source.Cancel();
            },
        };
        TrainingResult result = await TrainingSession.RunAsync(trainer, new TrainingGoal(), cancellation: source.Token);
        Assert.Equal((20, true, false), (result.EnvSteps, result.Cancelled, result.ReachedGoal));
    }

    [Fact]
    public void Run_CancelledFromTheStart_ReturnsTheFirstPolicy()
    {
        using var trainer = new ScriptedTrainer(1, 2);
        TrainingResult result = TrainingSession.Run(trainer, new TrainingGoal(), cancellation: new CancellationToken(canceled: true));
        Assert.Equal((0, true), (result.EnvSteps, result.Cancelled));
    }

    [Fact]
    public void Run_CancelledAtTheVeryEnd_CountsAsFinished()
    {
        using var source = new CancellationTokenSource();
        using var trainer = new ScriptedTrainer(1) { Iterated = _ => source.Cancel() };
        Assert.False(TrainingSession.Run(trainer, new TrainingGoal(), cancellation: source.Token).Cancelled);
    }

    [Fact]
    public void Run_GoalOutOfRange_NamesAllFaults()
    {
        using var trainer = new ScriptedTrainer(1);
        GpuAcException thrown = Assert.Throws<GpuAcException>(
            () => TrainingSession.Run(trainer, new TrainingGoal { StopAtReturn = 1, EvaluationEpisodes = 0 }));
        Assert.Contains("'stopAt'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("'evaluationEpisodes'", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => TrainingSession.Run(trainer, EveryIteration));
        Assert.Equal(0, trainer.EnvSteps);
    }

    [Fact]
    public void Run_DeviceThatFails_KeepsWhatWasLearntAndSaysWhy()
    {
        using var trainer = new ScriptedTrainer(1, 2, 3)
        {
            Iterated = iteration =>
            {
                if (iteration == 3)
                    throw new DeviceFailureException("Some GPU", new InvalidOperationException("cuLaunchKernel failed"));
            },
        };
        TrainingResult result = TrainingSession.Run(trainer, new TrainingGoal());
        Assert.True(result.DeviceFailed);
        Assert.False(result.Cancelled);
        Assert.Contains("Some GPU", result.Failure, StringComparison.Ordinal);
        Assert.Contains("cuLaunchKernel failed", result.Failure, StringComparison.Ordinal);
        Assert.NotNull(result.Policy);
    }

    [Fact]
    public void Run_EvaluationThatIsCancelled_StopsItAndReturnsWhatThereIs()
    {
        using var source = new CancellationTokenSource();
        int evaluations = 0;
        var evaluator = new Evaluator(
            count =>
            {
                if (++evaluations == 2)
                    source.Cancel();
                return EnvironmentEntry.Of<RankEnvironment>().CreateVectorEnvironment(count);
            },
            seed: 0);
        var observer = new Recorder();
        using var trainer = new ScriptedTrainer(3, 4);
        TrainingResult result = TrainingSession.Run(trainer, EveryIteration, evaluator, observer, source.Token);
        Assert.Equal((20, true, false), (result.EnvSteps, result.Cancelled, result.ReachedGoal));
        Assert.Equal([3.0, null], observer.Reports.Select(report => report.Evaluation?.MeanReturn));
        Assert.Equal(10, result.Policy.Provenance.TrainingSteps);
    }

    [Fact]
    public void Run_EvaluationWhoseEnvironmentFails_KeepsWhatWasLearntAndSaysWhy()
    {
        var evaluator = new Evaluator(
            count => EnvironmentEntry.Of<ThrowingStepEnvironment>().CreateVectorEnvironment(count), seed: 0);
        var observer = new Recorder();
        using var trainer = new ScriptedTrainer(0, 1);
        TrainingResult result = TrainingSession.Run(trainer, EveryIteration, evaluator, observer);
        Assert.Equal((10, false, false), (result.EnvSteps, result.Cancelled, result.DeviceFailed));
        Assert.StartsWith(
            "Environment 'ThrowingStep-v0' threw InvalidOperationException: The pole fell over.", result.Failure, StringComparison.Ordinal);
        Assert.Equal(10, result.Policy.Provenance.TrainingSteps);
        Assert.Single(observer.Reports);
    }

    private static Evaluator Ranks() => new(count => EnvironmentEntry.Of<RankEnvironment>().CreateVectorEnvironment(count), seed: 0);

    private sealed class Recorder : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> Reports { get; } = [];

        public void Report(TrainingProgress value) => Reports.Add(value);
    }
}
