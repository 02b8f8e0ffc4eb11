using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.Checkpoints;

/// <summary>Trainers that start from the weights of an earlier policy.</summary>
public class InitialPolicyTests
{
    private static readonly Td3Config Td3 = new() { NumEnvs = 1, NumSteps = 10, LearningStarts = 5, MinibatchSize = 4, HiddenSizes = [8] };

    [Fact]
    public void Create_FromAPolicyOfTheSameNetworks_HasItsWeights()
    {
        Check<CartPoleV1>(TestSettings.Ppo, TestSettings.A2c with { NumEnvs = 7 });
        Check<PendulumV1>(TestSettings.Ppo with { SharedBody = true }, TestSettings.Ppo with { SharedBody = true, NumEnvs = 32 });
        Check<PendulumV1>(Td3, new DdpgConfig { NumEnvs = 2, HiddenSizes = [8] });
        Check<CartPoleV1>(new QActorCriticConfig { HiddenSizes = [8] }, new QActorCriticConfig { HiddenSizes = [8], NumEnvs = 2 });
    }

    [Fact]
    public void Create_FromAPolicyThatDoesNotFit_SaysWhatDiffers()
    {
        PolicySnapshot ppo = Policy<CartPoleV1>(TestSettings.Ppo);
        AssertRefused<CartPoleV1>(ppo, TestSettings.Ppo with { HiddenSizes = [16, 8] }, "actor 4-16 Tanh-16 Tanh-2 Identity");
        AssertRefused<CartPoleV1>(ppo, TestSettings.Ppo with { CriticHiddenSizes = [16] }, "critic 4-16 Tanh-16 Tanh-1 Identity");
        AssertRefused<CartPoleV1>(ppo, TestSettings.Ppo with { Activation = Activation.ReLU }, "16 ReLU");
        AssertRefused<CartPoleV1>(ppo, TestSettings.Ppo with { SharedBody = true }, "body none");
        AssertRefused<PendulumV1>(ppo, TestSettings.Ppo, "distribution Categorical, but the settings make DiagonalGaussian");
        AssertRefused<CartPoleV1>(ppo, TestSettings.Ppo with { NormalizeObservations = true }, "normalises observations");
        AssertRefused<CartPoleV1>(
            Policy<CartPoleV1>(TestSettings.Ppo with { NormalizeObservations = true }), TestSettings.Ppo, "normalises observations");
    }

    private static void Check<TEnv>(TrainerConfig first, TrainerConfig next)
        where TEnv : struct, IEnvironment
    {
        PolicySnapshot policy = Policy<TEnv>(first);
        using ITrainer fresh = Trainer.Create<TEnv>(next, Options),
            started = Trainer.Create<TEnv>(next, Options with { InitialPolicy = policy });
        Assert.NotEqual(policy.Parameters, fresh.Snapshot().Parameters);
        Assert.Equal(policy.Parameters, started.Snapshot().Parameters);
        started.Iterate();
    }

    private static TrainerOptions Options => new() { Seed = 3, Device = DeviceKind.Cpu, Threads = 1 };

    private static PolicySnapshot Policy<TEnv>(TrainerConfig config)
        where TEnv : struct, IEnvironment
    {
        using ITrainer trainer = Trainer.Create<TEnv>(config, Options with { Seed = 8 });
        trainer.Iterate();
        return trainer.Snapshot();
    }

    private static void AssertRefused<TEnv>(PolicySnapshot policy, TrainerConfig config, string reason)
        where TEnv : struct, IEnvironment => Assert.Contains(
        reason,
        Assert.Throws<GpuAcException>(() => Trainer.Create<TEnv>(config, Options with { InitialPolicy = policy })).Message,
        StringComparison.Ordinal);
}
