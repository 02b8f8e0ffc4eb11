#:property PublishAot=false
#:project ../GpuAc.Training

// A loss of one's own: PPO that holds the policy back with a penalty on the KL divergence where the usual one clips the ratio (Schulman et
// al., arXiv:1707.06347, equation 8 with a fixed β). The loss is a struct of lane code, whose fields are its coefficients; rollouts,
// returns, backward passes and optimisers are the toolkit's, on every device.
//
//     dotnet run -c Release samples/own-loss.cs

using System.Runtime.CompilerServices;
using GpuAc.Envs;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Lanes;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;

EnvironmentEntry environment = EnvironmentCatalog.Find("cartpole");
using var trainer = Trainer.Create(environment, new KlPpoConfig());
while (trainer.EnvSteps < trainer.TotalSteps)
{
    IterationMetrics metrics = trainer.Iterate();
    if (metrics.Iteration % 5 == 0)
        Console.WriteLine(
            $"{metrics.EnvSteps,8} steps: mean return {metrics.MeanReturn:F1}, KL {metrics[OnPolicyMetrics.ApproxKl]:F4}");
}

EvaluationResult played = new Evaluator(environment, seed: 1).Run(trainer.Snapshot(), episodes: 100);
Console.WriteLine($"mean return: {played.MeanReturn:F1}");

/// <summary>L = −ratio·A + β·KL(old ‖ new) + ValueCoefficient·½(V − R)² − EntropyCoefficient·H.</summary>
/// <remarks>
/// A loss sees one sample per lane and gives its derivatives by what the networks say: ln π(a), H and V. With r = ratio = exp(ln π −
/// ln π_old), dr/d ln π = r; the estimate r − 1 − ln r of the divergence has the derivative r − 1.
/// </remarks>
internal readonly struct KlPenaltyLoss : IPolicyLoss
{
    public float Beta { get; init; }

    public float ValueCoefficient { get; init; }

    public float EntropyCoefficient { get; init; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Evaluate<F>(in LossSample<F> sample, out LossGradient<F> gradient, out LossTerms<F> terms)
        where F : struct, IFloatLane<F>
    {
        F logRatio = sample.LogProb - sample.OldLogProb;
        F ratio = LaneMath.Exp(logRatio);
        F kl = KullbackLeibler.Estimate(logRatio, ratio);
        F beta = F.Of(Beta);

        gradient.LogProb = beta * (ratio - F.One) - ratio * sample.Advantage;
        gradient.Entropy = F.Of(-EntropyCoefficient);
        terms.PolicyLoss = beta * kl - ratio * sample.Advantage;
        terms.ApproxKl = kl;
        terms.ClipFraction = F.Zero;                                    // nothing is clipped

        terms.ValueLoss = ValueLoss.Plain(sample.Value, sample.Return, out F valueDerivative);
        gradient.Value = F.Of(ValueCoefficient) * valueDerivative;
    }
}

/// <summary>The settings: those of every on-policy algorithm, and this one's.</summary>
internal sealed record KlPpoConfig : OnPolicyConfig
{
    public KlPpoConfig()
    {
        NumEnvs = 64;
        NumSteps = 64;
        TotalSteps = 120_000;
        HiddenSizes = [32, 32];
        Optimizer = new OptimizerConfig { LearningRate = 2e-3f };
    }

    public override Algorithm Algorithm => KlPpo.Instance;

    /// <summary>β: weight of the penalty, at least 0.</summary>
    public float Beta { get; init; } = 1;

    public override IReadOnlyList<string> Validate()
    {
        List<string> faults = [.. base.Validate()];
        RequireNotNegative(faults, "beta", Beta);
        return faults;
    }
}

/// <summary>PPO with that loss: roll out, estimate advantages, learn for eight epochs of minibatches.</summary>
internal sealed class KlPpo : OnPolicyAlgorithm<KlPpoConfig, KlPenaltyLoss>
{
    public static KlPpo Instance { get; } = new();

    public override string Name => "kl-ppo";

    public override string Summary => "PPO with a KL penalty";

    public override KlPpoConfig Defaults => new();

    protected override IReadOnlyList<Metric<OnPolicyReport>> Metrics(KlPpoConfig config) =>
        [.. OnPolicyMetrics.ActorCritic, OnPolicyMetrics.ApproxKl];

    protected override void Update(IOnPolicyEngine<KlPenaltyLoss> engine, KlPpoConfig config, double progress)
    {
        engine.Rollout();
        engine.EstimateReturns(ReturnEstimatorKind.Gae, new ReturnSettings { Gamma = config.Gamma, GaeLambda = 0.95f });
        var plan = new LearnPlan
        {
            NumEpochs = 8,
            MinibatchSize = 256,
            Optimizer = config.Optimizer,
            MaxGradNorm = config.MaxGradNorm,
        };
        var loss = new KlPenaltyLoss { Beta = config.Beta, ValueCoefficient = config.ValueCoefficient };
        engine.Learn(plan, loss, progress, config.NormalizeAdvantages);
    }
}
