#:property PublishAot=false
#:project ../GpuAc.Training

// An off-policy update of one's own: DDPG with two critics, whose targets mix the smaller and the larger of their values (Fujimoto et al.,
// arXiv:1812.02900, equation 13) where TD3 takes the smaller alone. An update is a small program of dense passes, which devices schedule,
// and elementwise steps between them, which are lane code; this one changes a single step of DDPG's.
//
//     dotnet run -c Release samples/own-update.cs

using System.Runtime.CompilerServices;
using GpuAc.Envs;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Engines;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;

EnvironmentEntry environment = EnvironmentCatalog.Find("pendulum");
using var trainer = Trainer.Create(environment, new MixedDdpgConfig());
while (trainer.EnvSteps < trainer.TotalSteps)
{
    IterationMetrics metrics = trainer.Iterate();
    if (metrics.Iteration % 10 == 0)
        Console.WriteLine(
            $"{metrics.EnvSteps,8} steps: mean return {metrics.MeanReturn:F0}, mean Q {metrics[OffPolicyMetrics.MeanQ]:F1}");
}

EvaluationResult played = new Evaluator(environment, seed: 1).Run(trainer.Snapshot(), episodes: 100);
Console.WriteLine($"mean return: {played.MeanReturn:F0}");

/// <summary>y = R + γⁿ·(λ·min Q'(s', a') + (1 − λ)·max Q'(s', a')) with a' = π'(s'); all else is DDPG's and TD3's.</summary>
internal readonly struct MixedUpdate : IOffPolicyUpdate
{
    /// <summary>λ; a coefficient is a field of the update, so that kernels get it, too.</summary>
    public float Lambda { get; init; }

    // What is not said here is as in DDPG.
    private static ContinuousUpdate<TanhPolicy> Ddpg => default;

    public bool UsesTargetActor => Ddpg.UsesTargetActor;

    // The programs: which passes are made, in which order.
    public void LearnCritics(IUpdateProgram program) => Ddpg.LearnCritics(program);

    public void Act(IUpdateProgram program) => Ddpg.Act(program);

    public void LearnActor(IUpdateProgram program) => Ddpg.LearnActor(program);

    // The steps between the passes, on one register of a tile on a CPU and on one sample per thread on a GPU.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<F, TRows>(UpdateStep step, int critic, in UpdateContext context, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        if (step == UpdateStep.Target)
            Target<F, TRows>(ref rows);
        else
            Ddpg.Do<F, TRows>(step, critic, context, ref rows);
    }

    private void Target<F, TRows>(ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        F first = rows.Value(0, 0), second = rows.Value(1, 0);
        F mixed = F.Of(Lambda) * F.Min(first, second) + F.Of(1 - Lambda) * F.Max(first, second);
        rows.Target = TemporalDifference.Target(rows.Reward, rows.Discount, mixed);
    }
}

/// <summary>The settings: those of every algorithm with a deterministic policy, and this one's.</summary>
internal sealed record MixedDdpgConfig : DeterministicConfig
{
    public MixedDdpgConfig()
    {
        NumEnvs = 8;
        NumSteps = 100;
        TotalSteps = 40_000;
        LearningStarts = 800;
        MinibatchSize = 128;
        Gamma = 0.97f;
        Tau = 0.01f;
        HiddenSizes = [64, 64];
        Optimizer = new OptimizerConfig { LearningRate = 2e-3f, Epsilon = 1e-8f };
    }

    public override Algorithm Algorithm => MixedDdpg.Instance;

    /// <summary>λ: share of the smaller value in the targets, in [0, 1].</summary>
    public float Lambda { get; init; } = 0.75f;

    protected override int NumCritics => 2;

    public override IReadOnlyList<string> Validate()
    {
        List<string> faults = [.. base.Validate()];
        Require(faults, Lambda is >= 0 and <= 1, "lambda", Lambda, "must be in [0, 1]");
        return faults;
    }
}

/// <summary>The algorithm: what it learns with, and how.</summary>
internal sealed class MixedDdpg : OffPolicyAlgorithm<MixedDdpgConfig>
{
    public static MixedDdpg Instance { get; } = new();

    public override string Name => "mixed-ddpg";

    public override string Summary => "DDPG with mixed targets of two critics";

    public override MixedDdpgConfig Defaults => new();

    protected override OffPolicyPlan PlanOf(MixedDdpgConfig config, EnvironmentSpec environment, ulong seed) =>
        CommonPlan(config, seed);

    protected override DistributionKind DistributionOf(MixedDdpgConfig config) => TanhPolicy.Kind;

    protected override IOffPolicyEngine CreateEngine<TEnv>(
        MixedDdpgConfig config, OffPolicySpec networks, float[] parameters, OffPolicyRun run, EngineOptions options) =>
        OffPolicyEngines.Create<TEnv, ContinuousExplorer<TanhPolicy>, MixedUpdate>(
            networks, parameters, run, new MixedUpdate { Lambda = config.Lambda }, options);
}
