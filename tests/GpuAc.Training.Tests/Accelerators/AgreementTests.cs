using GpuAc.Envs.ClassicControl;
using GpuAc.Kernels.Engines;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>
/// Every environment, algorithm, activation, distribution, optimiser and estimator, over shapes that are no multiple of a tile.
/// </summary>
public class AgreementTests
{
    private static PpoConfig Ppo { get; } = new()
    {
        NumEnvs = 100,
        NumSteps = 16,
        NumEpochs = 2,
        MinibatchSize = 320,
        HiddenSizes = [32, 32],
        TotalSteps = 1_000_000,
    };

    private static A2cConfig A2c { get; } = new() { NumEnvs = 100, NumSteps = 8, HiddenSizes = [32, 32], TotalSteps = 1_000_000 };

    [FullAgreementFact]
    public void Iterate_CartPoleWithSeparateTanhNetworks_AgreesWithTheCpu() =>
        Agreement.Check<CartPoleV1>(Ppo with { HiddenSizes = [64, 64] }, iterations: 2);

    [Fact]
    public void Iterate_OneCartPoleWithASharedBodyAndRmsProp_AgreesWithTheCpu() => Agreement.Check<CartPoleV0>(A2c with
    {
        NumEnvs = 1,
        NumSteps = 40,
        HiddenSizes = [19, 6],
        SharedBody = true,
        Activation = Activation.ReLU,
        Optimizer = new OptimizerConfig { Kind = OptimizerKind.RMSProp, LearningRate = 1e-3f },
        Returns = ReturnEstimatorKind.NStep,
    });

    [Fact]
    public void Iterate_NormalizedPendulumWithSiLUAndAdamW_AgreesWithTheCpu() => Agreement.Check<PendulumV1>(
        Ppo with
        {
            NumEnvs = 37,
            NumSteps = 32,
            MinibatchSize = 37 * 32,
            HiddenSizes = [33, 17],
            Activation = Activation.SiLU,
            NormalizeObservations = true,
            ScaleRewards = true,
            StaggerStarts = true,
            TargetKl = 0.5f,
            Optimizer = new OptimizerConfig { Kind = OptimizerKind.AdamW, WeightDecay = 0.01f },
        },
        iterations: 2);

    [Fact]
    public void Iterate_SquashedPendulumWithGeluAndSgd_AgreesWithTheCpu() => Agreement.Check<PendulumV1>(Ppo with
    {
        SquashActions = true,
        SharedBody = true,
        HiddenSizes = [24],
        Activation = Activation.GeluTanh,
        ValueClipRange = 0.2f,
        EntropyCoefficient = 0.01f,
        Optimizer = new OptimizerConfig { Kind = OptimizerKind.Sgd, Momentum = 0.9f },
    });

    [Fact]
    public void Iterate_AcrobotWithMonteCarloReturns_AgreesWithTheCpu() =>
        Agreement.Check<AcrobotV1>(A2c with { Returns = ReturnEstimatorKind.MonteCarlo, NormalizeAdvantages = false });

    [FullAgreementFact]
    public void Iterate_MountainCarThatIsTruncated_AgreesWithTheCpu() =>
        Agreement.Check<MountainCarV0>(A2c with { NumEnvs = 70, NumSteps = 210, StaggerStarts = true });

    [Fact]
    public void Iterate_MountainCarContinuous_AgreesWithTheCpu() => Agreement.Check<MountainCarContinuousV0>(A2c with { HiddenSizes = [] });

    [FullAgreementFact]
    public void Iterate_ReinforceOverWholeEpisodes_AgreesWithTheCpu() => Agreement.Check<CartPoleV1>(
        new ReinforceConfig
        {
            NumEnvs = 20,
            Baseline = true,
            CriticLearningRate = 1e-3f,
            HiddenSizes = [32, 32],
            ScaleRewards = true,
            TotalSteps = 100_000,
        },
        iterations: 2);

    [Fact]
    public void Read_WholeEpisodes_AreThoseOfTheCpu()
    {
        var config = new A2cConfig
        {
            NumEnvs = 3,
            NumSteps = 500,
            WholeEpisodes = true,
            TimeLimitsTerminate = true,
            HiddenSizes = [32, 32],
            TotalSteps = 100_000,
        };
        using var cpu = (OnPolicyTrainer)Trainer.Create<CartPoleV1>(config, new TrainerOptions { Seed = 2, LaneWidth = 1 });
        cpu.Iterate();
        foreach (DeviceKind kind in PresentDevices.All)
        {
            using var device = (OnPolicyTrainer)Trainer.Create<CartPoleV1>(config, new TrainerOptions { Seed = 2, Device = kind });
            device.Iterate();
            Assert.Equal(3, device.RecordedEpisodes);
            for (int i = 0; i < 3; i++)
            {
                RecordedEpisode expected = cpu.Read(i), actual = device.Read(i);
                Assert.Equal(expected.Rewards, actual.Rewards);
                Assert.Equal(expected.Terminated, actual.Terminated);
                Assert.Equal(expected.Actions, actual.Actions);
                Assert.Equal(expected.Observations[^1][2], actual.Observations[^1][2], 1e-4);
            }
        }
    }

    [FullAgreementFact]
    public void Learn_ByAnotherPlanAfterTheFirst_AgreesWithTheCpu()
    {
        AssertSameWeights(Train);

        static float[] Train(DeviceKind device)
        {
            using var trainer = (OnPolicyTrainer)Trainer.Create<CartPoleV1>(
                A2c, new TrainerOptions { Seed = 9, LaneWidth = 1, Device = device });
            trainer.Iterate();
            var engine = (IOnPolicyEngine<A2CLoss>)trainer.Engine;
            engine.Rollout();
            return Learn(engine);
        }
    }

    [Fact]
    public void Learn_NetworkThatMixesActivations_AgreesWithTheCpu()
    {
        AssertSameWeights(Train);

        static float[] Train(DeviceKind device)
        {
            var network = new ActorCriticSpec(
                MlpSpec.Create(4, [20], Activation.ReLU, 0),
                MlpSpec.Create(20, [12], Activation.Tanh, 2),
                MlpSpec.Create(20, [9], Activation.GeluTanh, 1),
                0);
            var plan = new RolloutPlan
            {
                NumEnvs = 100,
                NumSteps = 8,
                Seed = 9,
                Gamma = 0.99f,
                NormalizeObservations = false,
                ScaleRewards = false,
            };
            using IOnPolicyEngine<A2CLoss> engine = OnPolicyEngines.Create<CartPoleV1, Categorical, A2CLoss>(
                network,
                ActorCriticInitializer.Create(network, new InitializationConfig(), 9),
                plan,
                new OptimizerConfig(),
                new TrainerOptions { Seed = 9, LaneWidth = 1, Device = device });
            engine.Rollout();
            return Learn(engine);
        }
    }

    [Fact]
    public void Iterate_OneStepActorCritic_AgreesWithTheCpu() =>
        Agreement.Check<CartPoleV1>(new OneStepAcConfig { NumEnvs = 65, HiddenSizes = [32, 32], TotalSteps = 100_000 });

    [FullAgreementFact]
    public void Iterate_NetworkBeyondSharedMemory_AgreesWithTheCpu() =>
        Agreement.Check<CartPoleV1>(A2c with { NumEnvs = 30, NumSteps = 4, HiddenSizes = [2100, 500] });

    private static float[] Learn(IOnPolicyEngine<A2CLoss> engine)
    {
        engine.EstimateReturns(ReturnEstimatorKind.Gae, new ReturnSettings { Gamma = 0.99f, GaeLambda = 0.9f });
        var plan = new LearnPlan
        {
            NumEpochs = 2,
            MinibatchSize = engine.RolloutSize,
            Optimizer = new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 0.1f },
            MaxGradNorm = float.PositiveInfinity,
        };
        engine.Learn(plan, new A2CLoss { ValueCoefficient = 0.5f }, 0, normalizeAdvantages: false);
        engine.Collect();
        return engine.DownloadParameters();
    }

    private static void AssertSameWeights(Func<DeviceKind, float[]> train)
    {
        float[] expected = train(DeviceKind.Cpu);
        foreach (DeviceKind device in PresentDevices.All)
        {
            float[] actual = train(device);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-3);
        }
    }
}
