using GpuAc.Kernels.Statistics;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OnPolicy;

/// <summary>What an iteration of an on-policy algorithm reported.</summary>
/// <param name="Phases">Rollout, returns and learning.</param>
/// <param name="LearningRate">Learning rate of the iteration.</param>
public readonly record struct OnPolicyReport(OnPolicyStatistics Phases, double LearningRate);

/// <summary>The metrics of on-policy algorithms. Losses are means over the samples of the last epoch.</summary>
public static class OnPolicyMetrics
{
    /// <summary>Mean policy loss.</summary>
    public static Metric<OnPolicyReport> PolicyLoss { get; } =
        new("train/policy_gradient_loss", "mean policy loss", report => report.Phases.Learning.PolicyLoss);

    /// <summary>Mean value loss ½(V − R)².</summary>
    public static Metric<OnPolicyReport> ValueLoss { get; } =
        new("train/value_loss", "mean value loss ½(V − R)²", report => report.Phases.Learning.ValueLoss);

    /// <summary>Mean entropy of the policy, in nats.</summary>
    public static Metric<OnPolicyReport> Entropy { get; } =
        new("train/entropy", "mean entropy of the policy, in nats", report => report.Phases.Learning.Entropy);

    /// <summary>Mean estimate of KL(old policy ‖ new policy), in nats.</summary>
    public static Metric<OnPolicyReport> ApproxKl { get; } =
        new("train/approx_kl", "mean estimate of KL(old policy ‖ new policy), in nats", report => report.Phases.Learning.ApproxKl);

    /// <summary>Share of the samples whose probability ratio was clipped.</summary>
    public static Metric<OnPolicyReport> ClipFraction { get; } = new(
        "train/clip_fraction", "share of the samples whose probability ratio was clipped", report => report.Phases.Learning.ClipFraction);

    /// <summary>Share of the returns' variance that the critic explains.</summary>
    public static Metric<OnPolicyReport> ExplainedVariance { get; } = new(
        "train/explained_variance", "share of the returns' variance that the critic explains",
        report => report.Phases.Advantages.ExplainedVariance);

    /// <summary>Mean global norm of the gradients before clipping.</summary>
    public static Metric<OnPolicyReport> GradientNorm { get; } = new(
        "train/grad_norm", "mean global norm of the gradients before clipping", report => report.Phases.Learning.GradientNorm);

    /// <summary>Learning rate of the iteration.</summary>
    public static Metric<OnPolicyReport> LearningRate { get; } =
        new("train/learning_rate", "learning rate of the iteration", report => report.LearningRate);

    /// <summary>Those of a policy that learns without a critic.</summary>
    public static IReadOnlyList<Metric<OnPolicyReport>> Actor { get; } = [PolicyLoss, Entropy, GradientNorm, LearningRate];

    /// <summary>Those of a policy and a critic that take one gradient step per iteration.</summary>
    public static IReadOnlyList<Metric<OnPolicyReport>> ActorCritic { get; } =
        [PolicyLoss, ValueLoss, Entropy, ExplainedVariance, GradientNorm, LearningRate];
}
