using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Plans;
using GpuAc.Policies.Activations;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>Off-policy algorithms on accelerators: the same transitions, draws, updates and weights as on the CPU.</summary>
public class OffPolicyAgreementTests
{
    [Fact]
    public void Iterate_SacWithOneEnvironment_AgreesWithTheCpu() => Check<PendulumV1>(new SacConfig
    {
        NumEnvs = 1,
        NumSteps = 60,
        LearningStarts = 40,
        MinibatchSize = 37,
        HiddenSizes = [32, 24],
        TotalSteps = 10_000,
    });

    [FullAgreementFact]
    public void Iterate_Td3WithManyEnvironmentsAndNStepReturns_AgreesWithTheCpu() => Check<PendulumV1>(new Td3Config
    {
        NumEnvs = 70,
        NumSteps = 8,
        LearningStarts = 210,
        MinibatchSize = 128,
        UpdatesPerStep = 2,
        ReturnSteps = 3,
        HiddenSizes = [32, 32],
        TotalSteps = 10_000,
    });

    [FullAgreementFact]
    public void Iterate_DdpgWithNoiseThatKeepsItsDirectionAndASmallReplay_AgreesWithTheCpu() => Check<MountainCarContinuousV0>(
        new DdpgConfig
        {
            NumEnvs = 5,
            NumSteps = 30,
            LearningStarts = 50,
            MinibatchSize = 40,
            ReplaySize = 100,
            ExplorationNoise = NoiseKind.OrnsteinUhlenbeck,
            StartEpsilon = 0.5f,
            EpsilonDecay = 0.9f,
            MaxGradNorm = 1,
            Activation = Activation.Tanh,
            HiddenSizes = [16],
            TotalSteps = 10_000,
        },
        iterations: 2);

    [Fact]
    public void Iterate_DiscreteSacWithOddWidths_AgreesWithTheCpu() => Check<CartPoleV1>(new SacDiscreteConfig
    {
        NumEnvs = 5,
        NumSteps = 30,
        LearningStarts = 60,
        MinibatchSize = 75,
        ReturnSteps = 2,
        InitialTemperature = 0.3f,
        HiddenSizes = [19, 6],
        Activation = Activation.SiLU,
        TotalSteps = 10_000,
    });

    [FullAgreementFact]
    public void Iterate_QActorCriticThatClearsReplay_AgreesWithTheCpu() => Check<CartPoleV1>(
        new QActorCriticConfig
        {
            NumEnvs = 1,
            NumSteps = 200,
            MinibatchSize = 64,
            ClearReplay = true,
            QRegularizer = 0.1f,
            SymlogValues = true,
            EntropyCoefficient = 0.02f,
            HiddenSizes = [33, 21],
            TotalSteps = 10_000,
        },
        iterations: 2);

    [Fact]
    public void Iterate_QActorCriticOfManyEnvironments_AgreesWithTheCpu() => Check<CartPoleV1>(new QActorCriticConfig
    {
        NumEnvs = 3,
        NumSteps = 40,
        MinibatchSize = 50,
        UpdateInterval = 1,
        UpdatesPerStep = 1,
        CriticUpdates = 5,
        ReplaySize = 60,
        Tau = 0.1f,
        MaxGradNorm = 1,
        HiddenSizes = [16],
        Activation = Activation.Tanh,
        TotalSteps = 10_000,
    });

    [FullAgreementFact]
    public void Iterate_DdpgWithBranchesAndMixedActivations_AgreesWithTheCpu() => Check<PendulumV1>(new DdpgConfig
    {
        NumSteps = 60,
        LearningStarts = 20,
        MinibatchSize = 32,
        Tau = 0.125f,
        HiddenSizes = [23, 45, 22],
        ObservationBranch = [23, 45],
        ActionBranch = [45],
        MergedSizes = [22],
        Activation = Activation.Tanh,
        ActorOutput = Activation.SiLU,
        CriticOutput = Activation.GeluTanh,
        TotalSteps = 10_000,
    });

    // Seven updates an iteration, the actor's every second: iterations of two kinds, of which later ones repeat earlier ones' launches.
    [Fact]
    public void Iterate_Td3ForIterationsThatRepeatOneAnother_AgreesWithTheCpu() => Check<PendulumV1>(
        new Td3Config
        {
            NumEnvs = 4,
            NumSteps = 7,
            LearningStarts = 28,
            MinibatchSize = 32,
            PolicyDelay = 2,
            StartEpsilon = 0.3f,
            EpsilonDecay = 0.9f,
            HiddenSizes = [16],
            TotalSteps = 10_000,
        },
        iterations: 7);

    [FullAgreementFact]
    public void Iterate_SameSeedTwice_GivesTheSameBits()
    {
        var config = new QActorCriticConfig { NumSteps = 200, HiddenSizes = [33, 21], ClearReplay = true, TotalSteps = 10_000 };
        foreach (DeviceKind device in PresentDevices.All)
        {
            var options = new TrainerOptions { Seed = 4, Device = device };
            Assert.Equal(Run<CartPoleV1>(config, options, 2).Actor, Run<CartPoleV1>(config, options, 2).Actor);
        }
    }

    private static void Check<TEnv>(OffPolicyConfig config, int iterations = 1)
        where TEnv : struct, IEnvironment
    {
        (IterationMetrics Metrics, float[] Actor) expected = Run<TEnv>(config, new TrainerOptions { Seed = 4, LaneWidth = 1 }, iterations);
        foreach (DeviceKind device in PresentDevices.All)
        {
            (IterationMetrics Metrics, float[] Actor) actual =
                Run<TEnv>(config, new TrainerOptions { Seed = 4, Device = device }, iterations);
            Assert.Equal(expected.Metrics.Episodes, actual.Metrics.Episodes);
            Near(expected.Metrics.MeanReturn, actual.Metrics.MeanReturn, "mean return");
            foreach (Metric metric in expected.Metrics.Metrics)
                Near(expected.Metrics[metric], actual.Metrics[metric], metric.Name);
            for (int i = 0; i < expected.Actor.Length; i++)
                Near(expected.Actor[i], actual.Actor[i], $"weight {i}");
        }
    }

    private static (IterationMetrics Metrics, float[] Actor) Run<TEnv>(OffPolicyConfig config, TrainerOptions options, int iterations)
        where TEnv : struct, IEnvironment
    {
        using ITrainer trainer = Trainer.Create<TEnv>(config, options);
        IterationMetrics metrics = trainer.Iterate();
        for (int i = 1; i < iterations; i++)
            metrics = trainer.Iterate();
        return (metrics, trainer.Snapshot().Parameters);
    }

    private static void Near(double expected, double actual, string what) => Assert.True(
        double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(expected - actual) <= 1e-4 + (1e-3 * Math.Abs(expected)),
        $"{what}: expected {expected}, but is {actual}");
}
