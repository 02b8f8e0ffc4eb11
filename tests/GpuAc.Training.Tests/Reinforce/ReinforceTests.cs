using GpuAc.Envs.ClassicControl;
using GpuAc.Kernels.Optimizers;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.Reinforce;

public class ReinforceTests
{
    private static readonly ReinforceConfig Config =
        new() { NumEnvs = 20, HiddenSizes = [8], Optimizer = new OptimizerConfig { LearningRate = 0.01f } };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Iterate_WithoutBaseline_CriticNeitherLearnsNorMatters(bool shared)
    {
        ReinforceConfig config = Config with { SharedBody = shared };
        (PolicySnapshot policy, IterationMetrics metrics) = Train(config);
        (PolicySnapshot other, _) = Train(config with { Initialization = new InitializationConfig { CriticOutputGain = 50 } });
        ActorCriticSpec network = policy.Network;
        Assert.Equal(policy.Parameters[..network.CriticOffset], other.Parameters[..network.CriticOffset]);
        float[] initial = ActorCriticInitializer.Create(network, config.Initialization, 0);
        Assert.Equal(initial[network.CriticOffset..], policy.Parameters[network.CriticOffset..]);
        Assert.NotEqual(initial[..network.CriticOffset], policy.Parameters[..network.CriticOffset]);
        Assert.DoesNotContain(metrics.Metrics, metric => metric.Name is "train/value_loss" or "train/explained_variance");
    }

    [Fact]
    public void Iterate_WithBaseline_CriticLearns()
    {
        (PolicySnapshot policy, IterationMetrics metrics) = Train(Config with { Baseline = true });
        float[] initial = ActorCriticInitializer.Create(policy.Network, Config.Initialization, 0);
        Assert.NotEqual(initial[policy.Network.CriticOffset..], policy.Parameters[policy.Network.CriticOffset..]);
        Assert.True(metrics[OnPolicyMetrics.ValueLoss] > 0 && double.IsFinite(metrics[OnPolicyMetrics.ExplainedVariance]));
    }

    [Fact]
    public void Iterate_EveryIteration_CountsWholeEpisodesAndTheirSteps()
    {
        using ITrainer trainer = Trainer.Create<ClockEnvironment>(Config, new TrainerOptions { Threads = 2 });
        long steps = 0;
        for (int i = 0; i < 5; i++)
        {
            IterationMetrics metrics = trainer.Iterate();
            Assert.Equal(20, metrics.Episodes);
            Assert.Equal(metrics.MeanLength * 20, metrics.EnvSteps - steps, 1e-6);
            Assert.Equal(metrics.EnvSteps, trainer.EnvSteps);
            steps = metrics.EnvSteps;
        }
    }

    private static (PolicySnapshot Policy, IterationMetrics Metrics) Train(ReinforceConfig config)
    {
        using ITrainer trainer = Trainer.Create<CartPoleV1>(config, new TrainerOptions { Threads = 1 });
        IterationMetrics metrics = default;
        for (int i = 0; i < 4; i++)
            metrics = trainer.Iterate();
        return (trainer.Snapshot(), metrics);
    }
}
