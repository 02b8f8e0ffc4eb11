using GpuAc.Envs;
using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Inference;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Recipes;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.Learning;

/// <summary>Tasks whose answer is known.</summary>
public class LearningTests
{
    private const float Gamma = 0.8f;

    private static readonly OptimizerConfig Fast = new() { LearningRate = 5e-3f };

    private static readonly PpoConfig Ppo =
        new() { NumEnvs = 256, NumSteps = 4, NumEpochs = 4, MinibatchSize = 256, HiddenSizes = [16], Optimizer = Fast };

    private static readonly A2cConfig A2c =
        new() { NumEnvs = 256, NumSteps = 1, HiddenSizes = [16], Optimizer = Fast with { LearningRate = 0.02f } };

    [Fact]
    public void Ppo_Identity_NamesEveryCard() => AssertSolves<IdentityEnvironment>(Ppo, iterations: 60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reinforce_Identity_NamesEveryCard(bool baseline) => AssertSolves<IdentityEnvironment>(
        new ReinforceConfig { NumEnvs = 256, HiddenSizes = [16], Baseline = baseline, Optimizer = Fast with { LearningRate = 0.02f } },
        iterations: 200);

    [Fact]
    public void OneStepAc_Identity_NamesEveryCard() =>
        AssertSolves<IdentityEnvironment>(
            new OneStepAcConfig { NumEnvs = 256, HiddenSizes = [16], Optimizer = Fast with { LearningRate = 0.02f } }, iterations: 300);

    [Fact]
    public void OneStepAc_EndlessReward_ValueIsOneOverOneMinusGamma() => AssertEndlessValue(
        new OneStepAcConfig
        {
            NumEnvs = 256,
            HiddenSizes = [16],
            Gamma = Gamma,
            ValueCoefficient = 1,
            Optimizer = Fast with { LearningRate = 0.02f },
        }, iterations: 800);

    [Fact]
    public void A2c_Identity_NamesEveryCard() => AssertSolves<IdentityEnvironment>(A2c, iterations: 300);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ppo_ContinuousIdentity_GuessesEveryNumber(bool squash) =>
        AssertSolves<ContinuousIdentityEnvironment>(Ppo with { SquashActions = squash }, iterations: 100);

    [Fact]
    public void A2c_ContinuousIdentity_GuessesEveryNumber() => AssertSolves<ContinuousIdentityEnvironment>(A2c, iterations: 500);

    [Fact]
    public void Ppo_EndlessReward_ValueIsOneOverOneMinusGamma() =>
        AssertEndlessValue(Ppo with { Gamma = Gamma, ValueCoefficient = 1 }, iterations: 120);

    [Fact]
    public void Ppo_EndlessRewardScaled_ValueIsInUnscaledUnits() =>
        AssertEndlessValue(Ppo with { Gamma = Gamma, ValueCoefficient = 1, ScaleRewards = true }, iterations: 400);

    [Fact]
    public void A2c_EndlessReward_ValueIsOneOverOneMinusGamma() =>
        AssertEndlessValue(A2c with { NumSteps = 4, Gamma = Gamma, ValueCoefficient = 1 }, iterations: 500);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Ppo_CartPoleDefaultRecipe_Reaches475(int seed)
    {
        Recipe recipe = RecipeCatalog.Default(CartPoleV1.Spec);
        EnvironmentEntry environment = EnvironmentCatalog.Find("CartPole-v1");
        using ITrainer trainer = Trainer.Create(environment, recipe.Config, new TrainerOptions { Seed = (ulong)seed, Threads = 2 });
        TrainingResult result = TrainingSession.Run(
            trainer, recipe.Goal, new Evaluator(environment, (ulong)seed));
        Assert.True(result.ReachedGoal, $"Best evaluation was {result.Evaluation} after {result.EnvSteps} steps.");

        // Other start states than those that stopped the run.
        EvaluationResult final = new Evaluator(environment, seed: 1000).Run(result.Policy, 100);
        Assert.InRange(final.MeanReturn, 475, 500);
    }

    private static void AssertSolves<TEnv>(OnPolicyConfig config, int iterations)
        where TEnv : struct, IEnvironment
    {
        EnvironmentEntry environment = EnvironmentEntry.Of<TEnv>();
        using ITrainer trainer = Trainer.Create<TEnv>(config, new TrainerOptions { Threads = 1 });
        for (int i = 0; i < iterations; i++)
            trainer.Iterate();
        EvaluationResult result = new Evaluator(environment, seed: 1).Run(trainer.Snapshot(), 200);
        Assert.True(result.MeanReturn >= TEnv.Spec.SolvedReturn, $"{result}");
    }

    private static void AssertEndlessValue(OnPolicyConfig config, int iterations)
    {
        using ITrainer trainer = Trainer.Create<EndlessEnvironment>(config, new TrainerOptions { Threads = 1 });
        for (int i = 0; i < iterations; i++)
            trainer.Iterate();
        PolicySnapshot snapshot = trainer.Snapshot();
        using CpuPolicy policy = CpuPolicy.Create(snapshot);
        var value = new float[1];
        policy.Forward([1], new float[1], value, new float[2]);
        Near.Equal(1 / (1 - Gamma), value[0], 0.02, 0, "value of an endless unit reward");
    }
}
