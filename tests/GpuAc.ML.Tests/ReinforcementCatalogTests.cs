using GpuAc.Envs.ClassicControl;
using GpuAc.ML.Schema;
using GpuAc.ML.Training;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Recipes;
using Microsoft.ML;

namespace GpuAc.ML.Tests;

public sealed class ReinforcementCatalogTests
{
    private readonly ReinforcementCatalog catalog = new MLContext().Reinforcement();

    [Fact]
    public void Train_CartPole_SolvesItAndRecordsHow()
    {
        int iterations = 0;
        var options = new ReinforcementOptions
        {
            Trainer = new TrainerOptions { Seed = 4 }, EvaluationEpisodes = 20, Observer = new Observer(() => iterations++),
        };
        using PolicyTransformer policy = catalog.Train("cartpole", options: options);
        Assert.Equal("CartPole-v1", policy.Metadata.Provenance.EnvironmentId);
        Assert.Equal(4ul, policy.Metadata.Provenance.Seed);
        Assert.Equal(20, policy.Metadata.Provenance.EvaluationEpisodes);
        Assert.True(policy.Metadata.Provenance.EvaluationMeanReturn >= 475, $"{policy.Metadata.Provenance.EvaluationMeanReturn}");
        Assert.True(iterations > 0);
    }

    [Fact]
    public void Train_OwnSettingsAndGoal_AreObeyed()
    {
        var options = new ReinforcementOptions
        {
            Goal = new TrainingGoal(), EvaluationEpisodes = 1, Columns = new PolicyColumns { Action = "Torque" },
        };
        using PolicyTransformer policy = catalog.Train<PendulumV1>(
            new PpoConfig { NumEnvs = 64, NumSteps = 8, MinibatchSize = 256, TotalSteps = 1024 }, options);
        Assert.Equal(1024, policy.Metadata.Provenance.TrainingSteps);
        Assert.Equal("Torque", policy.Columns.Action);
    }

    [Fact]
    public void Train_Faults_AreNamed()
    {
        Assert.Contains("CartPole-v1", Assert.Throws<UnknownNameException>(() => catalog.Train("cartpol")).Message);
        var refused = Assert.Throws<GpuAcException>(() => catalog.Train("pendulum", new PpoConfig { Gamma = 2 }));
        Assert.Contains("'gamma'", refused.Message, StringComparison.Ordinal);
        Assert.Throws<GpuAcException>(() => catalog.Train("pendulum", options: new ReinforcementOptions { EvaluationEpisodes = 0 }));
        Assert.Throws<OperationCanceledException>(() => catalog.Train("pendulum", cancellation: new CancellationToken(canceled: true)));
    }

    private sealed class Observer(Action report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report();
    }
}
