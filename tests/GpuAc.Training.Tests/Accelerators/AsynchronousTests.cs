using GpuAc.Envs;
using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Recipes;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>Workers with a queue each that share parameters on one accelerator.</summary>
public class AsynchronousTests
{
    private static readonly A3cConfig Config = TestSettings.A3c with { NumEnvs = 37, NumWorkers = 1, UpdatesPerIteration = 4 };

    [Fact]
    public void Iterate_OneWorkerOnCartPole_AgreesWithTheCpu() => Agreement.Check<CartPoleV1>(Config, iterations: 2);

    [FullAgreementFact]
    public void Iterate_OneWorkerOnPendulum_AgreesWithTheCpu() => Agreement.Check<PendulumV1>(
        Config with { NumSteps = 8, NormalizeAdvantages = true, StaggerStarts = true, CriticLearningRate = 3e-3f });

    [FullAgreementFact]
    public void Iterate_OneWorker_IsA2cBitForBit()
    {
        // Nobody else pushes: what a push gives back is what A2C does with its own weights.
        A3cConfig a3c = Config with { UpdatesPerIteration = 6, CriticLearningRate = 0.02f };
        A2cConfig a2c = new()
        {
            NumEnvs = a3c.NumEnvs,
            NumSteps = a3c.NumSteps,
            TotalSteps = a3c.TotalSteps,
            HiddenSizes = a3c.HiddenSizes,
            Returns = ReturnEstimatorKind.MonteCarlo,
            EntropyCoefficient = a3c.EntropyCoefficient,
            NormalizeAdvantages = false,
            CriticLearningRate = 0.02f,
            Optimizer = a3c.Optimizer,
        };
        foreach (DeviceKind device in PresentDevices.All)
            Assert.Equal(Train<CartPoleV1>(a2c, device, 12).Policy.Parameters, Train<CartPoleV1>(a3c, device, 2).Policy.Parameters);
    }

    [FullAgreementTheory]
    [InlineData(2)]
    [InlineData(5)]
    public void Iterate_SeveralWorkers_LearnTogether(int workers)
    {
        EnvironmentEntry environment = EnvironmentEntry.Of<IdentityEnvironment>();
        A3cConfig config = new()
        {
            NumWorkers = workers,
            NumEnvs = 32,
            NumSteps = 1,
            UpdatesPerIteration = 100,
            HiddenSizes = [8],
            Optimizer = new OptimizerConfig { LearningRate = 0.01f },
        };
        foreach (DeviceKind device in PresentDevices.All)
        {
            (PolicySnapshot policy, IterationMetrics metrics) = Train<IdentityEnvironment>(config, device, 12);
            Assert.Equal(12 * 100 * 32, metrics.EnvSteps);
            Assert.Equal(12 * 100 * 32, metrics.Episodes * 12);
            EvaluationResult result = new Evaluator(environment, seed: 1).Run(policy, 200);
            Assert.True(result.MeanReturn >= IdentityEnvironment.Spec.SolvedReturn, $"{device}: {result}");
        }
    }

    [Fact]
    public void Iterate_StepTooLarge_StopsAndKeepsFiniteWeights()
    {
        A3cConfig config = Config with
        {
            NumWorkers = 3,
            UpdatesPerIteration = 64,
            MaxGradNorm = float.PositiveInfinity,
            Optimizer = new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 1e30f },
        };
        foreach (DeviceKind device in PresentDevices.All)
        {
            using ITrainer trainer = Trainer.Create<CartPoleV1>(config, new TrainerOptions { Device = device });
            Assert.Equal(1, Assert.Throws<DivergedException>(() => trainer.Iterate()).Iteration);
            Assert.All(trainer.Snapshot().Parameters, parameter => Assert.True(float.IsFinite(parameter)));
        }
    }

    [Fact]
    public void Iterate_EnvironmentFails_EndsEveryWorkerAndSaysWhy()
    {
        A3cConfig config = Config with { NumWorkers = 3, NumEnvs = 2, UpdatesPerIteration = int.MaxValue };
        using ITrainer trainer = Trainer.Create<FaultyRewardEnvironment>(config, new TrainerOptions { Device = PresentDevices.Any });
        var thrown = Assert.Throws<EnvironmentFailureException>(() => trainer.Iterate());
        Assert.Contains("returned NaN as reward", thrown.Message, StringComparison.Ordinal);
    }

    [FullAgreementTheory]
    [InlineData("a3c-cartpole")]
    [InlineData("a3c-pendulum")]
    public void Iterate_Recipe_RunsWithWorkersByDefault(string name)
    {
        EnvironmentEntry entry = EnvironmentCatalog.Find(name == "a3c-pendulum" ? "Pendulum-v1" : "CartPole-v1");
        Recipe recipe = RecipeCatalog.Find(name, entry.Spec);
        using ITrainer trainer = Trainer.Create(entry, recipe.Config, new TrainerOptions { Device = PresentDevices.Any });
        var config = (A3cConfig)recipe.Config;
        Assert.Equal(config.UpdatesPerIteration * config.RolloutSize, trainer.Iterate().EnvSteps);
    }

    [Fact]
    public void Create_MoreThanFits_SaysHowManyWould()
    {
        var options = new TrainerOptions { Device = PresentDevices.Any };
        A3cConfig config = new() { NumEnvs = 1 << 22, NumSteps = 64, NumWorkers = 1024 };
        var fault = Assert.Throws<GpuAcException>(() => Trainer.Create<CartPoleV1>(config, options));
        Assert.Matches("^1024 workers .* at most [0-9]+ a worker fit", fault.Message);
    }

    private static (PolicySnapshot Policy, IterationMetrics Metrics) Train<TEnv>(OnPolicyConfig config, DeviceKind device, int iterations)
        where TEnv : struct, IEnvironment
    {
        using ITrainer trainer = Trainer.Create<TEnv>(config, new TrainerOptions { Seed = 4, Device = device });
        IterationMetrics metrics = default;
        for (int i = 0; i < iterations; i++)
            metrics = trainer.Iterate();
        return (trainer.Snapshot(), metrics);
    }
}
