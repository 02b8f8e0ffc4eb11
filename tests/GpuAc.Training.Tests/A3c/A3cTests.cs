using GpuAc.Envs;
using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.A3c;

public class A3cTests
{
    private static readonly A3cConfig Config = new() { HiddenSizes = [8], Optimizer = new OptimizerConfig { LearningRate = 0.01f } };

    [Fact]
    public void Defaults_AreThoseDocumented()
    {
        Assert.Empty(new A3cConfig().Validate());
        var config = new A3cConfig();
        Assert.Equal(
            ("a3c", 1, 5, 0, 64),
            (config.Algorithm.Name, config.NumEnvs, config.NumSteps, config.NumWorkers, config.UpdatesPerIteration));
        Assert.Equal((false, 0.01f), (new A3cConfig().NormalizeAdvantages, new A3cConfig().EntropyCoefficient));
    }

    [Fact]
    public void Validate_OutOfRange_NamesEveryFault()
    {
        A3cConfig config = new() { NumWorkers = -1, UpdatesPerIteration = 0, NormalizeObservations = true, ScaleRewards = true };
        Assert.Equal(
            ["'numWorkers'", "'updatesPerIteration'", "'normalizeObservations'", "'scaleRewards'"],
            config.Validate().Select(fault => fault.Split(' ')[0]));
    }

    [Fact]
    public void Iterate_OneWorker_IsA2cBitForBit()
    {
        // Nobody else pushes: a pull gives back what the push made, and that is what A2C does with its own weights.
        A3cConfig a3c = Config with { NumWorkers = 1, NumEnvs = 7, NumSteps = 5, UpdatesPerIteration = 20, CriticLearningRate = 0.02f };
        A2cConfig a2c = new()
        {
            NumEnvs = 7,
            NumSteps = 5,
            HiddenSizes = [8],
            Returns = ReturnEstimatorKind.MonteCarlo,
            EntropyCoefficient = a3c.EntropyCoefficient,
            NormalizeAdvantages = false,
            CriticLearningRate = 0.02f,
            Optimizer = a3c.Optimizer,
        };
        foreach (int width in LaneRunner.AllWidths)
        {
            (PolicySnapshot expected, _) = Train<CartPoleV1>(a2c, 20, width);
            (PolicySnapshot actual, IterationMetrics metrics) = Train<CartPoleV1>(a3c, 1, width);
            Assert.Equal(expected.Parameters, actual.Parameters);
            Assert.Equal(20 * 7 * 5, metrics.EnvSteps);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Iterate_SeveralWorkers_LearnTogether(int workers)
    {
        EnvironmentEntry environment = EnvironmentEntry.Of<IdentityEnvironment>();
        A3cConfig config = Config with { NumWorkers = workers, NumEnvs = 32, NumSteps = 1, UpdatesPerIteration = 100 };
        (PolicySnapshot policy, IterationMetrics metrics) = Train<IdentityEnvironment>(config, 12, 8);
        Assert.Equal(12 * 100 * 32, metrics.EnvSteps);
        Assert.Equal(metrics.EnvSteps, policy.Provenance.TrainingSteps);
        EvaluationResult result = new Evaluator(environment, seed: 1).Run(policy, 200);
        Assert.True(result.MeanReturn >= IdentityEnvironment.Spec.SolvedReturn, $"{result}");
    }

    [Fact]
    public void Iterate_StepTooLarge_StopsAndKeepsFiniteWeights()
    {
        A3cConfig config = Config with
        {
            NumWorkers = 3,
            MaxGradNorm = float.PositiveInfinity,
            Optimizer = new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 1e30f },
        };
        using ITrainer trainer = Trainer.Create<CartPoleV1>(config);
        Assert.Equal(1, Assert.Throws<DivergedException>(() => trainer.Iterate()).Iteration);
        Assert.All(trainer.Snapshot().Parameters, parameter => Assert.True(float.IsFinite(parameter)));
    }

    private static (PolicySnapshot Policy, IterationMetrics Metrics) Train<TEnv>(TrainerConfig config, int iterations, int width)
        where TEnv : struct, IEnvironment
    {
        using ITrainer trainer = Trainer.Create<TEnv>(config, new TrainerOptions { Seed = 4, Threads = 2, LaneWidth = width });
        IterationMetrics metrics = default;
        for (int i = 0; i < iterations; i++)
            metrics = trainer.Iterate();
        return (trainer.Snapshot(), metrics);
    }
}
