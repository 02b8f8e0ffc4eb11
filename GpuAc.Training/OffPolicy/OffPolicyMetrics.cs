using GpuAc.Kernels.Plans;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OffPolicy;

/// <summary>What an iteration of an off-policy algorithm reported.</summary>
/// <param name="Phases">Exploration and updates.</param>
/// <param name="Temperature">Temperature α; 0 for algorithms without.</param>
/// <param name="LearningRate">Learning rate of the iteration.</param>
/// <param name="Updates">Updates of the critics so far.</param>
public readonly record struct OffPolicyReport(OffPolicyStatistics Phases, double Temperature, double LearningRate, long Updates);

/// <summary>The metrics of off-policy algorithms: means over the iteration's updates, NaN where there were none.</summary>
public static class OffPolicyMetrics
{
    /// <summary>Mean squared error ½(Q − y)² of the critics.</summary>
    public static Metric<OffPolicyReport> CriticLoss { get; } = new(
        "train/critic_loss", "mean squared error ½(Q − y)² of the critics",
        report => Mean(report.Phases.Learning.CriticLoss, report.Phases.Learning.Updates));

    /// <summary>Mean Q that the first critic gives to actions from replay.</summary>
    public static Metric<OffPolicyReport> MeanQ { get; } = new(
        "train/mean_q", "mean Q that the first critic gives to actions from replay",
        report => Mean(report.Phases.Learning.Q, report.Phases.Learning.Updates));

    /// <summary>Mean loss of the actor that follows its critics, such as −Q.</summary>
    public static Metric<OffPolicyReport> ActorLoss { get; } = new(
        "train/actor_loss", "mean loss of the actor that follows its critics, such as −Q",
        report => Mean(report.Phases.Learning.ActorLoss, report.Phases.Learning.ActorUpdates));

    /// <summary>Mean entropy of the policy, in nats.</summary>
    public static Metric<OffPolicyReport> Entropy { get; } = new(
        "train/entropy", "mean entropy of the policy, in nats",
        report => -Mean(report.Phases.Learning.LogProb, report.Phases.Learning.ActorUpdates));

    /// <summary>Temperature α, the weight of the entropy.</summary>
    public static Metric<OffPolicyReport> Temperature { get; } =
        new("train/ent_coef", "temperature α, the weight of the entropy", report => report.Temperature);

    /// <summary>Mean global norm of the critics' gradient before clipping.</summary>
    public static Metric<OffPolicyReport> GradientNorm { get; } = new(
        "train/grad_norm", "mean global norm of the critics' gradient before clipping",
        report => Mean(report.Phases.Learning.CriticGradientNorm, report.Phases.Learning.Updates));

    /// <summary>Updates of the critics so far.</summary>
    public static Metric<OffPolicyReport> Updates { get; } =
        new("train/n_updates", "updates of the critics so far", report => report.Updates);

    /// <summary>Learning rate of the iteration.</summary>
    public static Metric<OffPolicyReport> LearningRate { get; } =
        new("train/learning_rate", "learning rate of the iteration", report => report.LearningRate);

    /// <summary>Probability of a random action in the last time step.</summary>
    public static Metric<OffPolicyReport> ExplorationRate { get; } = new(
        "rollout/exploration_rate", "probability of a random action in the last time step", report => report.Phases.Exploration);

    /// <summary>Those of an actor that follows its critics.</summary>
    public static IReadOnlyList<Metric<OffPolicyReport>> ActorCritic { get; } =
        [ExplorationRate, Updates, CriticLoss, MeanQ, ActorLoss, GradientNorm, LearningRate];

    /// <summary>The same and the temperature, of maximum-entropy algorithms.</summary>
    public static IReadOnlyList<Metric<OffPolicyReport>> Soft { get; } = [.. ActorCritic, Entropy, Temperature];

    private static double Mean(double sum, long count) => count == 0 ? double.NaN : sum / count;
}
