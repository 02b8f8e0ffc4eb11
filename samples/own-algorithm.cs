#:property PublishAot=false
#:project ../GpuAc.Training

// An algorithm of one's own, with settings and metrics, registered under a name: advantage-weighted regression (Peng et al.,
// arXiv:1910.00177), which raises the probability of each action by the exponential of its advantage.
//
//     dotnet run -c Release samples/own-algorithm.cs [name=value ...]        such as temperature=0.5 learningRate=1e-3

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
using GpuAc.Training.Settings;

AlgorithmCatalog.Register(Awr.Instance);

// From here on the algorithm is found by its name, like any other, and its settings by theirs.
EnvironmentEntry environment = EnvironmentCatalog.Find("cartpole");
TrainerConfig config = RecipeCatalog.Default(environment.Spec, "awr").Config;
foreach (string[] setting in args.Select(argument => argument.Split('=', 2)))
    config = SettingsBinder.Set(config, setting[0], setting[^1]);

using var trainer = Trainer.Create(environment, config);
Console.WriteLine($"metrics: {string.Join(' ', trainer.Metrics.Select(metric => metric.Name))}");
while (trainer.EnvSteps < trainer.TotalSteps)
{
    IterationMetrics metrics = trainer.Iterate();
    if (metrics.Iteration % 10 == 0)
        Console.WriteLine(
            $"{metrics.EnvSteps,8} steps: mean return {metrics.MeanReturn:F1}, advantages {metrics["rollout/advantage_std"]:F2}");
}

EvaluationResult played = new Evaluator(environment, seed: 1).Run(trainer.Snapshot(), episodes: 100);
Console.WriteLine($"mean return: {played.MeanReturn:F1}");

/// <summary>The algorithm: its name, its settings, what it reports, and what an iteration does.</summary>
internal sealed class Awr : OnPolicyAlgorithm<AwrConfig, AwrLoss>
{
    private static readonly Metric<OnPolicyReport> AdvantageStd = new(
        "rollout/advantage_std", "standard deviation of the advantages", report => report.Phases.Advantages.StandardDeviation);

    public static Awr Instance { get; } = new();

    public override string Name => "awr";

    public override string Summary => "advantage-weighted regression";

    public override AwrConfig Defaults => new();

    protected override IReadOnlyList<Metric<OnPolicyReport>> Metrics(AwrConfig config) =>
        [.. OnPolicyMetrics.ActorCritic, OnPolicyMetrics.ApproxKl, AdvantageStd];

    protected override void Update(IOnPolicyEngine<AwrLoss> engine, AwrConfig config, double progress)
    {
        engine.Rollout();
        engine.EstimateReturns(
            ReturnEstimatorKind.Gae, new ReturnSettings { Gamma = config.Gamma, GaeLambda = config.GaeLambda });
        var plan = new LearnPlan
        {
            NumEpochs = config.NumEpochs,
            MinibatchSize = config.MinibatchSize,
            Optimizer = config.Optimizer,
            MaxGradNorm = config.MaxGradNorm,
        };
        var loss = new AwrLoss
        {
            Beta = config.Temperature,
            ValueCoefficient = config.ValueCoefficient,
            EntropyCoefficient = config.EntropyCoefficient,
        };
        engine.Learn(plan, loss, progress, config.NormalizeAdvantages);
    }
}

/// <summary>The settings: those of every on-policy algorithm, and this one's. Each can be set by name, as in temperature=0.5.</summary>
internal sealed record AwrConfig : OnPolicyConfig
{
    public AwrConfig()
    {
        NumEnvs = 64;
        NumSteps = 64;
        TotalSteps = 200_000;
        HiddenSizes = [32, 32];
        Optimizer = new OptimizerConfig { LearningRate = 2e-3f };
    }

    public override Algorithm Algorithm => Awr.Instance;

    /// <summary>β: small ones imitate only the best actions; above 0.</summary>
    public float Temperature { get; init; } = 0.5f;

    /// <summary>λ of generalised advantage estimation, in [0, 1].</summary>
    public float GaeLambda { get; init; } = 0.95f;

    /// <summary>Passes over each rollout, at least 1.</summary>
    public int NumEpochs { get; init; } = 8;

    /// <summary>Samples per gradient step: a multiple of 64 that divides the rollout size, or the rollout size itself.</summary>
    public long MinibatchSize { get; init; } = 256;

    public override IReadOnlyList<string> Validate()
    {
        List<string> faults = [.. base.Validate()];
        RequirePositive(faults, "temperature", Temperature);
        Require(faults, GaeLambda is >= 0 and <= 1, "gaeLambda", GaeLambda, "must be in [0, 1]");
        Require(faults, NumEpochs >= 1, "numEpochs", NumEpochs, "must be at least 1");
        RequireMinibatch(faults, MinibatchSize);
        return faults;
    }
}

/// <summary>L = −w·ln π(a) + ValueCoefficient·½(V − R)² − EntropyCoefficient·H, with w = min(exp(A/β), 20) held constant.</summary>
internal readonly struct AwrLoss : IPolicyLoss
{
    private const float MaxWeight = 20;

    public float Beta { get; init; }

    public float ValueCoefficient { get; init; }

    public float EntropyCoefficient { get; init; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Evaluate<F>(in LossSample<F> sample, out LossGradient<F> gradient, out LossTerms<F> terms)
        where F : struct, IFloatLane<F>
    {
        F weight = F.Min(F.Of(MaxWeight), LaneMath.Exp(F.Of(1 / Beta) * sample.Advantage));
        F logRatio = sample.LogProb - sample.OldLogProb;

        gradient.LogProb = -weight;
        gradient.Entropy = F.Of(-EntropyCoefficient);
        terms.PolicyLoss = -weight * sample.LogProb;
        terms.ApproxKl = KullbackLeibler.Estimate(logRatio, LaneMath.Exp(logRatio));
        terms.ClipFraction = F.Zero;                                    // no ratio is clipped

        terms.ValueLoss = ValueLoss.Plain(sample.Value, sample.Return, out F valueDerivative);
        gradient.Value = F.Of(ValueCoefficient) * valueDerivative;
    }
}
