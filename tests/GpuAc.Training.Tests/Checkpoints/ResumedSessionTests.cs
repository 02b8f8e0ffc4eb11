using GpuAc.Envs;
using GpuAc.Envs.ClassicControl;
using GpuAc.Kernels.Plans;
using GpuAc.Policies.Files;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Checkpoints;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.Recipes;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.Checkpoints;

/// <summary>A session that goes on from a checkpoint ends as the one that was never stopped.</summary>
public class ResumedSessionTests
{
    private static readonly TrainingGoal Goal =
        new() { EvaluationInterval = 2, EvaluationEpisodes = 5, TrainingEpisodes = 20, StopAboveTrainingReturn = 1e6f };

    [Fact]
    public void Run_StoppedAfterAnyIteration_EndsAsIfNeverStopped()
    {
        TrainerConfig ppo = TestSettings.Ppo with { TotalSteps = 6 * 96 * 16, NormalizeObservations = true };
        TrainerConfig sac = new SacConfig
        {
            NumEnvs = 2, NumSteps = 10, LearningStarts = 20, MinibatchSize = 16, HiddenSizes = [8], TotalSteps = 120,
        };
        foreach (TrainerConfig config in new[] { ppo, sac })
        {
            TrainingResult whole = Run(config, null, null, stopAfter: 0);
            for (int stop = 1; stop < 6; stop += 2)
            {
                using var root = new TemporaryFolder();
                var folder = new CheckpointFolder(root.Path);
                TrainingResult stopped = Run(config, folder, null, stop);
                Assert.True(stopped.Cancelled);
                Checkpoint from = folder.LoadLatest();
                TrainingResult resumed = Run(config, folder, from, stopAfter: 0);
                Assert.False(resumed.Cancelled);
                Assert.Equal((whole.EnvSteps, whole.Episodes, whole.Evaluation), (resumed.EnvSteps, resumed.Episodes, resumed.Evaluation));
                Assert.Equal(PolicySnapshotFile.Format(whole.Policy), PolicySnapshotFile.Format(resumed.Policy));
                Assert.True(resumed.TrainSeconds >= from.Session!.Seconds);
            }
        }
    }

    [Fact]
    public void Run_StoppedInAnEvaluation_MakesItFirst()
    {
        using var root = new TemporaryFolder();
        var folder = new CheckpointFolder(root.Path);
        using var source = new CancellationTokenSource();
        // The best policy is the second's, whose evaluation is cut short.
        var stopped = new ScriptedTrainer(1, 4, 2) { Iterated = iteration => { if (iteration == 2) source.Cancel(); } };
        var goal = new TrainingGoal { EvaluationInterval = 1, EvaluationEpisodes = 3 };
        Assert.True(Run(stopped, goal, folder, null, source.Token).Cancelled);
        Checkpoint from = folder.LoadLatest();
        Assert.Equal((2L, true), (from.State.Iteration, from.Session!.EvaluationIsDue));
        TrainingResult resumed = Run(new ScriptedTrainer(1, 4, 2), goal, null, from, default);
        Assert.Equal(Run(new ScriptedTrainer(1, 4, 2), goal, null, null, default).Evaluation, resumed.Evaluation);
        Assert.Equal(4, resumed.Evaluation!.Value.MeanReturn);
    }

    [Fact]
    public void Run_GoalReached_IsNotTrainedBeyond()
    {
        using var root = new TemporaryFolder();
        var folder = new CheckpointFolder(root.Path);
        var goal = new TrainingGoal { EvaluationInterval = 1, EvaluationEpisodes = 3, StopAtReturn = 3 };
        Assert.True(Run(new ScriptedTrainer(1, 3, 4), goal, folder, null, default).ReachedGoal);
        TrainingResult resumed = Run(new ScriptedTrainer(1, 3, 4), goal, null, folder.LoadLatest(), default);
        Assert.True(resumed.ReachedGoal);
        Assert.Equal(2 * ScriptedTrainer.StepsAnIteration, resumed.EnvSteps);
    }

    [Fact]
    public void Run_ByIterations_WritesAsManyAndTheLast()
    {
        using var root = new TemporaryFolder();
        var folder = new CheckpointFolder(root.Path);
        int taken = 0;
        var schedule = new CheckpointSchedule { Seconds = 0, Iterations = 3, Keep = 9 };
        var checkpoints = new Checkpointing(folder, schedule) { Taking = () => taken++ };
        TrainingSession.Run(new ScriptedTrainer(0, 0, 0, 0, 0, 0, 0), new TrainingGoal(), checkpoints: checkpoints);
        Assert.Equal([7, 6, 3], folder.Files.Select(file => Checkpoint.Load(file).State.Iteration));
        Assert.Equal(3, taken);
        Assert.Null(checkpoints.Failure);
    }

    [Fact]
    public void Run_CheckpointsThatCannotBeWritten_GoesOnAndSaysWhy()
    {
        using var root = new TemporaryFolder();
        File.WriteAllText(root.Of("file"), "");
        var checkpoints = new Checkpointing(new CheckpointFolder(root.Of("file")), new CheckpointSchedule { Iterations = 1 });
        TrainingResult result = TrainingSession.Run(new ScriptedTrainer(0, 0), new TrainingGoal(), checkpoints: checkpoints);
        Assert.Equal(2 * ScriptedTrainer.StepsAnIteration, result.EnvSteps);
        Assert.Contains("cannot be made", checkpoints.Failure);
    }

    [Fact]
    public void Checkpointing_ScheduleOutOfRange_NamesEveryFault()
    {
        var schedule = new CheckpointSchedule { Seconds = -1, Iterations = -2, Keep = 0 };
        string message = Assert.Throws<GpuAcException>(() => new Checkpointing(new CheckpointFolder("x"), schedule)).Message;
        Assert.All(["'checkpointSeconds'", "'checkpointIterations'", "'keepCheckpoints'"], name => Assert.Contains(name, message));
    }

    private static TrainingResult Run(TrainerConfig config, CheckpointFolder? folder, Checkpoint? from, int stopAfter)
    {
        EnvironmentEntry entry = EnvironmentEntry.Of<PendulumV1>();
        using ITrainer trainer = Trainer.Create(entry, config, new TrainerOptions { Seed = 2, Device = DeviceKind.Cpu, Threads = 2 });
        using var source = new CancellationTokenSource();
        var observer = new Stopping(stopAfter, source);
        return TrainingSession.Run(
            trainer, Goal, new Evaluator(entry, 1), observer, source.Token,
            folder == null ? null : new Checkpointing(folder, new CheckpointSchedule()), from);
    }

    private static TrainingResult Run(
        ScriptedTrainer trainer, TrainingGoal goal, CheckpointFolder? folder, Checkpoint? from, CancellationToken cancellation) =>
        TrainingSession.Run(
            trainer, goal, Evaluator.Of<RankEnvironment>(1), null, cancellation,
            folder == null ? null : new Checkpointing(folder, new CheckpointSchedule()), from);

    private sealed class Stopping(int after, CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Metrics.Iteration == after)
                source.Cancel();
        }
    }
}
