using GpuAc.Envs.ClassicControl;
using GpuAc.Kernels.Engines;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Tests.Accelerators;
using GpuAc.Training.Tests.Rollouts;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests;

/// <summary>What no enumeration declares, and sizes that do not fit, are refused by trainers and engines, on every device.</summary>
public class UnknownValueTests
{
    private static DeviceKind[] Devices => [DeviceKind.Cpu, .. PresentDevices.All];

    [Fact]
    public void Trainer_UnknownDevice_IsAFaultAmongOthers()
    {
        var error = Assert.Throws<GpuAcException>(() => Trainer.Create<CartPoleV1>(
            TestSettings.A2c with { Gamma = 2 }, new TrainerOptions { Device = (DeviceKind)99 }));
        Assert.Contains("'gamma'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'device' must be one of Cpu, ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Config_UnknownChoices_AreFaults()
    {
        AssertFault("'returns' must be one of Gae, ", TestSettings.A2c with { Returns = (ReturnEstimatorKind)99 });
        AssertFault("'explorationNoise' must be one of None, ", new Td3Config { ExplorationNoise = (NoiseKind)99 });
    }

    [Fact]
    public void Engine_UnknownEstimatorOrOptimizer_IsRefused()
    {
        foreach (DeviceKind device in Devices)
        {
            using IOnPolicyEngine<A2CLoss> engine = Create(device);
            engine.Rollout();
            Assert.Contains(
                "'99' is no ReturnEstimatorKind; Gae, ",
                Assert.Throws<ArgumentOutOfRangeException>(() => engine.EstimateReturns((ReturnEstimatorKind)99, default)).Message,
                StringComparison.Ordinal);
            engine.EstimateReturns(ReturnEstimatorKind.Gae, new ReturnSettings { Gamma = 0.9f, GaeLambda = 0.9f });
            var plan = new LearnPlan
            {
                NumEpochs = 1,
                MinibatchSize = engine.RolloutSize,
                Optimizer = new OptimizerConfig { Kind = (OptimizerKind)99 },
                MaxGradNorm = 1,
            };
            Assert.Contains(
                "'99' is no OptimizerKind; Adam, ",
                Assert.Throws<ArgumentOutOfRangeException>(() => engine.Learn(plan, default, 0, normalizeAdvantages: true)).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Engine_UnknownDevice_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => Create((DeviceKind)99));

    [Fact]
    public void Engine_NetworkOfAnotherEnvironment_NamesEveryMisfit()
    {
        ActorCriticSpec pendulum = TestSettings.A2c.CreateNetwork(3, 1, DistributionKind.DiagonalGaussian);
        foreach (DeviceKind device in Devices)
        {
            var error = Assert.Throws<GpuAcException>(() => Create(device, pendulum, new float[7]));
            Assert.StartsWith("The networks do not fit the environment 'CartPole-v1'.", error.Message, StringComparison.Ordinal);
            Assert.Contains("The network's input has 3 components, but the observation has 4.", error.Message, StringComparison.Ordinal);
            Assert.Contains("The array of parameters has 7 components", error.Message, StringComparison.Ordinal);
        }
    }

    private static void AssertFault(string start, TrainerConfig config) =>
        Assert.StartsWith(start, Assert.Single(config.Validate()), StringComparison.Ordinal);

    private static IOnPolicyEngine<A2CLoss> Create(DeviceKind device, ActorCriticSpec? network = null, float[]? parameters = null)
    {
        network ??= TestSettings.A2c.CreateNetwork(4, 2, DistributionKind.Categorical);
        return OnPolicyEngines.Create<CartPoleV1, Categorical, A2CLoss>(
            network, parameters ?? ActorCriticInitializer.Create(network, new InitializationConfig(), 1),
            RolloutFixture.PlanOf(numEnvs: 3, numSteps: 4), new OptimizerConfig(), new EngineOptions { Device = device, Threads = 1 });
    }
}
