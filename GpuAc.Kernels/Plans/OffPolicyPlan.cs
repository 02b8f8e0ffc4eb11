using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Updates;

namespace GpuAc.Kernels.Plans;

/// <summary>
/// How an off-policy algorithm learns from replay, as far as schedules need to know; the algorithm's own coefficients are in its
/// <see cref="IOffPolicyUpdate"/>.
/// </summary>
public sealed record OffPolicyPlan
{
    /// <summary>Seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Transitions of an update of the critics, at least 1.</summary>
    public required int MinibatchSize { get; init; }

    /// <summary>Optimiser of the actor.</summary>
    public required OptimizerConfig ActorOptimizer { get; init; }

    /// <summary>Optimiser of the critics.</summary>
    public required OptimizerConfig CriticOptimizer { get; init; }

    /// <summary>Largest norm of the actor's gradient, and of all critics' together; +∞ for no clipping.</summary>
    public float MaxGradNorm { get; init; } = float.PositiveInfinity;

    /// <summary>τ of Polyak averaging, by which target networks follow, in (0, 1].</summary>
    public required float Tau { get; init; }

    /// <summary>A rule of the user's own by which the targets follow, or null for Polyak averaging, which every device has.</summary>
    public ITargetRule? TargetRule { get; init; }

    /// <summary>Updates of the critics per update of the actor and the targets, at least 1.</summary>
    public int PolicyDelay { get; init; } = 1;

    /// <summary>
    /// The newest transitions, where the actor learns from them; null where it learns from the critics' minibatch.
    /// </summary>
    public NewestBatchPlan? NewestBatch { get; init; }

    /// <summary>Transitions that the actor learns from in an update.</summary>
    public int ActorMinibatchSize => NewestBatch?.Size ?? MinibatchSize;

    /// <summary>The temperature, or null for algorithms without.</summary>
    public TemperaturePlan? Temperature { get; init; }

    /// <summary>What the steps of an update need to know of it.</summary>
    /// <param name="update">Number of the update, from 1.</param>
    /// <param name="temperature">α.</param>
    internal UpdateContext ContextOf(ulong update, float temperature) =>
        new() { Seed = Seed, Update = update, Temperature = temperature };
}
