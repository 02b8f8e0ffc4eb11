using GpuAc.Envs.ClassicControl;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Returns;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Recipes;

namespace GpuAc.Training.Tests.OnPolicy;

public class ConfigTests
{
    [Fact]
    public void Defaults_AreThoseDocumented()
    {
        var ppo = new PpoConfig();
        Assert.Equal(
            ("ppo", 0.95f, 0.2f, 0f, 4, 4096, 0f),
            (ppo.Algorithm.Name, ppo.GaeLambda, ppo.ClipRange, ppo.ValueClipRange, ppo.NumEpochs, ppo.MinibatchSize, ppo.TargetKl));
        var a2c = new A2cConfig();
        Assert.Equal(("a2c", ReturnEstimatorKind.Gae, 1f, 5), (a2c.Algorithm.Name, a2c.Returns, a2c.GaeLambda, a2c.ReturnSteps));
        foreach (OnPolicyConfig config in new OnPolicyConfig[] { ppo, a2c })
        {
            Assert.Empty(config.Validate());
            Assert.Equal((1024, 32, 1_000_000, 0.99f), (config.NumEnvs, config.NumSteps, config.TotalSteps, config.Gamma));
            Assert.Equal((0.5f, 0f, 0.5f), (config.ValueCoefficient, config.EntropyCoefficient, config.MaxGradNorm));
            Assert.Equal(
                (true, false, false, false),
                (config.NormalizeAdvantages, config.NormalizeObservations, config.ScaleRewards, config.StaggerStarts));
            Assert.Equal([64, 64], config.HiddenSizes);
            Assert.Equal((Activation.Tanh, false, false), (config.Activation, config.SharedBody, config.SquashActions));
            Assert.Equal((0f, 0, 0), (config.CriticLearningRate, config.ActorHiddenSizes.Count, config.CriticHiddenSizes.Count));
            Assert.Equal(new InitializationConfig(), config.Initialization);
            Assert.Equal(new OptimizerConfig(), config.Optimizer);
            Assert.Equal(32768, config.RolloutSize);
        }

        Assert.Equal((0ul, null, null), (new TrainerOptions().Seed, new TrainerOptions().Threads, new TrainerOptions().LaneWidth));
        Assert.Equal(
            (null, 0, 100),
            (new TrainingGoal().StopAtReturn, new TrainingGoal().EvaluationInterval, new TrainingGoal().EvaluationEpisodes));
    }

    [Fact]
    public void Defaults_OfMonteCarloAndOneStep_AreThoseDocumented()
    {
        var reinforce = new ReinforceConfig();
        Assert.Equal(
            ("reinforce", 16, 1000, false, true),
            (reinforce.Algorithm.Name, reinforce.NumEnvs, reinforce.NumSteps, reinforce.Baseline, reinforce.NormalizeAdvantages));
        var oneStep = new OneStepAcConfig();
        Assert.Equal(
            ("one-step-ac", 1024, 1, false),
            (oneStep.Algorithm.Name, oneStep.NumEnvs, oneStep.NumSteps, oneStep.NormalizeAdvantages));
        Assert.Empty(reinforce.Validate());
        Assert.Empty(oneStep.Validate());
        Assert.StartsWith(
            "'normalizeAdvantages' must be false", Assert.Single((oneStep with { NumEnvs = 1, NormalizeAdvantages = true }).Validate()),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_EverythingWrong_ReportsEveryFault()
    {
        var ppo = new PpoConfig
        {
            NumEnvs = 0,
            NumSteps = -1,
            TotalSteps = 0,
            Gamma = 1.01f,
            ValueCoefficient = -1,
            EntropyCoefficient = float.NaN,
            MaxGradNorm = 0,
            Activation = null!,
            HiddenSizes = [0, 64, 5000],
            Initialization = new InitializationConfig { HiddenGain = 0 },
            Optimizer = new OptimizerConfig { LearningRate = float.PositiveInfinity, Beta1 = 1 },
            GaeLambda = -0.1f,
            ClipRange = 0,
            ValueClipRange = float.PositiveInfinity,
            NumEpochs = 0,
            TargetKl = -1,
            MinibatchSize = 100,
        };
        string[] faulty =
        [
            "'numEnvs'", "'totalSteps'", "'gamma'", "'maxGradNorm'", "'activation'", "'hiddenSizes'", "'hiddenSizes'", "'hiddenGain'",
            "'learningRate'", "'beta1'",
            "'numSteps'", "'valueCoefficient'", "'entropyCoefficient'", "'gaeLambda'", "'clipRange'", "'valueClipRange'", "'numEpochs'",
            "'targetKl'", "'minibatchSize'",
        ];
        Assert.Equal(faulty, ppo.Validate().Select(fault => fault.Split(' ')[0]));

        var a2c =
            new A2cConfig { Returns = (ReturnEstimatorKind)9, GaeLambda = float.NaN, ReturnSteps = 0, SharedBody = true, HiddenSizes = [] };
        Assert.Equal(["'sharedBody'", "'returns'", "'gaeLambda'", "'returnSteps'"], a2c.Validate().Select(fault => fault.Split(' ')[0]));
        Assert.Equal("'gamma' must be in [0, 1], but is 1.01.", ppo.Validate()[2]);
    }

    [Fact]
    public void Validate_RolloutTooLarge_IsRefusedRatherThanOverflowing() =>
        Assert.Contains(new A2cConfig { NumEnvs = int.MaxValue, NumSteps = int.MaxValue }.Validate(), fault =>
            fault.Contains("use a shorter rollout", StringComparison.Ordinal));

    [Theory]
    [InlineData(1024, 32, 96, "try 64 or 128 or 32768")]
    [InlineData(100, 16, 128, "try 64 or 320 or 1600")] // 1600 = 25 × 64.
    [InlineData(10, 10, 64, "try 100")] // Nothing but the whole rollout.
    [InlineData(1024, 32, -5, "try 64 or 128 or 32768")]
    public void Validate_MinibatchDoesNotDivide_OffersOnesThatDo(int numEnvs, int numSteps, long minibatchSize, string offer)
    {
        var config = new PpoConfig { NumEnvs = numEnvs, NumSteps = numSteps, MinibatchSize = minibatchSize };
        string fault = Assert.Single(config.Validate());
        Assert.EndsWith($"but is {minibatchSize}; {offer}.", fault, StringComparison.Ordinal);
        foreach (string size in offer[4..].Split(" or "))
            Assert.Empty((config with { MinibatchSize = long.Parse(size) }).Validate());
    }

    [Fact]
    public void CreateNetwork_SharedOrSeparate_HasTheShapesAsked()
    {
        PpoConfig config = new() { HiddenSizes = [8, 6], Activation = Activation.ReLU };
        ActorCriticSpec separate = config.CreateNetwork(5, 3, DistributionKind.Categorical);
        Assert.Empty(separate.Body.Layers);
        Assert.Equal(
            [
                new DenseLayerSpec(5, 8, Activation.ReLU), new DenseLayerSpec(8, 6, Activation.ReLU),
                new DenseLayerSpec(6, 3, Activation.Identity),
            ], separate.Actor.Layers);
        Assert.Equal(1, separate.Critic.Outputs);
        Assert.Equal(0, separate.LogStdCount);

        ActorCriticSpec shared = (config with { SharedBody = true }).CreateNetwork(5, 2, DistributionKind.DiagonalGaussian);
        Assert.Equal([8, 6], shared.Body.Layers.Select(layer => layer.Outputs));
        Assert.Equal([new DenseLayerSpec(6, 2, Activation.Identity)], shared.Actor.Layers);
        Assert.Equal([new DenseLayerSpec(6, 1, Activation.Identity)], shared.Critic.Layers);
        Assert.Equal(2, shared.LogStdCount);
    }

    [Fact]
    public void CreateNetwork_OwnHiddenSizes_AreTheActorsAndTheCritics()
    {
        A2cConfig config = new() { HiddenSizes = [8], ActorHiddenSizes = [32, 16], CriticHiddenSizes = [32, 16, 16] };
        ActorCriticSpec separate = config.CreateNetwork(4, 2, DistributionKind.Categorical);
        Assert.Equal([32, 16, 2], separate.Actor.Layers.Select(layer => layer.Outputs));
        Assert.Equal([32, 16, 16, 1], separate.Critic.Layers.Select(layer => layer.Outputs));
        ActorCriticSpec shared = (config with { SharedBody = true, CriticHiddenSizes = [] })
            .CreateNetwork(4, 2, DistributionKind.Categorical);
        Assert.Equal([8], shared.Body.Layers.Select(layer => layer.Outputs));
        Assert.Equal([32, 16, 2], shared.Actor.Layers.Select(layer => layer.Outputs));
        Assert.Equal([1], shared.Critic.Layers.Select(layer => layer.Outputs));
    }

    [Fact]
    public void Validate_WholeEpisodes_NeedRoomForTheLongest()
    {
        GpuAcException thrown = Assert.Throws<GpuAcException>(
            () => Trainer.Create<CartPoleV1>(new A2cConfig { WholeEpisodes = true, NumSteps = 200 }));
        Assert.Contains("up to 500 steps, but is 200; set it to 500 or more", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(
            "wholeEpisodes=true", Assert.Single(new A2cConfig { Returns = ReturnEstimatorKind.Episode }.Validate()),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "'staggerStarts'", Assert.Single(new A2cConfig { WholeEpisodes = true, StaggerStarts = true }.Validate()),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Goal_Validate_ReportsEveryFault()
    {
        Assert.Empty(new TrainingGoal { StopAtReturn = 5, EvaluationInterval = 1 }.Validate());
        Assert.Equal(3, new TrainingGoal { StopAtReturn = float.NaN, EvaluationInterval = -1, EvaluationEpisodes = 0 }.Validate().Count);
        Assert.Contains(
            "'stopAt' needs evaluations", Assert.Single(new TrainingGoal { StopAtReturn = 5 }.Validate()), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_SquashedDiscreteActions_IsRefused()
    {
        var exception = Assert.Throws<GpuAcException>(() => Trainer.Create<CartPoleV1>(new PpoConfig { SquashActions = true }));
        Assert.Contains("'squashActions'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("CartPole-v1", exception.Message, StringComparison.Ordinal);
    }
}
