using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Updates;

namespace GpuAc.Kernels.Plans;

/// <summary>How an off-policy algorithm learns from replay.</summary>
public sealed record OffPolicyPlan
{
    /// <summary>Seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Transitions of an update, at least 1.</summary>
    public required int MinibatchSize { get; init; }

    /// <summary>Optimiser of the actor.</summary>
    public required OptimizerConfig ActorOptimizer { get; init; }

    /// <summary>Optimiser of the critics.</summary>
    public required OptimizerConfig CriticOptimizer { get; init; }

    /// <summary>Largest norm of the actor's gradient, and of all critics' together; +∞ for no clipping.</summary>
    public float MaxGradNorm { get; init; } = float.PositiveInfinity;

    /// <summary>τ of the target networks, in (0, 1].</summary>
    public required float Tau { get; init; }

    /// <summary>How the targets follow.</summary>
    public TargetRule TargetRule { get; init => field = KnownValues.Require(value); }

    /// <summary>Updates of the critics per update of the actor and the targets, at least 1.</summary>
    public int PolicyDelay { get; init; } = 1;

    /// <summary>Newest transitions that the actor learns from, or 0 to learn from the critics' minibatch.</summary>
    public int ActorBatchSize { get; init; }

    /// <summary>Transitions that the actor learns from in an update.</summary>
    public int ActorMinibatchSize => ActorBatchSize > 0 ? ActorBatchSize : MinibatchSize;

    /// <summary>Whether replay is cleared after every step of the actor.</summary>
    public bool ClearsReplay { get; init; }

    /// <summary>Weight of ½·mean Q², which holds the values back; 0 for none.</summary>
    public float QRegularizer { get; init; }

    /// <summary>Weight of the entropy bonus of an actor that learns on-policy.</summary>
    public float EntropyCoefficient { get; init; }

    /// <summary>A number that only a user's own update reads, such as a weight in its targets; the built-in updates do not.</summary>
    public float OwnCoefficient { get; init; }

    /// <summary>Whether the critic learns symlog of the values.</summary>
    public bool SymlogValues { get; init; }

    /// <summary>True when the policy that targets act by is a slow copy of the actor, as in DDPG and TD3.</summary>
    public bool UsesTargetActor { get; init; }

    /// <summary>σ of target smoothing; 0 for none.</summary>
    public float TargetNoise { get; init; }

    /// <summary>What target smoothing is clipped to.</summary>
    public float TargetNoiseClip { get; init; }

    /// <summary>Temperature α at the start; 0 for algorithms without.</summary>
    public float InitialTemperature { get; init; }

    /// <summary>Optimiser of the temperature, or null to keep it.</summary>
    public OptimizerConfig? TemperatureOptimizer { get; init; }

    /// <summary>Entropy that the temperature steers to, in nats.</summary>
    public float TargetEntropy { get; init; }

    /// <summary>What the steps of an update need.</summary>
    /// <param name="update">Number of the update, from 1.</param>
    /// <param name="temperature">α.</param>
    public UpdateNumbers NumbersOf(ulong update, float temperature) => new()
    {
        Seed = Seed,
        Update = update,
        Temperature = temperature,
        TargetNoise = TargetNoise,
        TargetNoiseClip = TargetNoiseClip,
        QRegularizer = QRegularizer,
        EntropyCoefficient = EntropyCoefficient,
        OwnCoefficient = OwnCoefficient,
        SymlogValues = SymlogValues ? 1 : 0,
    };
}
