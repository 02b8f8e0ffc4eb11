using GpuAc.Envs.Contracts;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OffPolicy;

/// <summary>
/// Settings of Q actor-critic for discrete actions: a critic of all actions' values that learns from replay, an actor that learns on-policy
/// by its advantages, and a body that both share.
/// </summary>
public sealed record QActorCriticConfig : OffPolicyConfig
{
    /// <summary>Sets the defaults in which it differs from other off-policy algorithms.</summary>
    public QActorCriticConfig()
    {
        HiddenSizes = [128, 128];
        MinibatchSize = 64;
        LearningStarts = 0;
        UpdateInterval = 16;
        UpdatesPerStep = 0.25f;
    }

    /// <inheritdoc/>
    public override Algorithm Algorithm => QActorCritic.Instance;

    /// <summary>Updates of the critic per update of the actor, at least 1.</summary>
    public int CriticUpdates { get; init; } = 4;

    /// <summary>Whether replay is cleared after every update of the actor.</summary>
    public bool ClearReplay { get; init; }

    /// <summary>Weight of ½·mean Q² in the critic's loss, at least 0.</summary>
    public float QRegularizer { get; init; }

    /// <summary>Weight of the entropy bonus, at least 0.</summary>
    public float EntropyCoefficient { get; init; } = 0.01f;

    /// <summary>Whether the critic learns symlog of the values.</summary>
    public bool SymlogValues { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Validate()
    {
        List<string> faults = [.. base.Validate()];
        Require(faults, CriticUpdates >= 1, "criticUpdates", CriticUpdates, "must be at least 1");
        RequireNotNegative(faults, "qRegularizer", QRegularizer);
        RequireNotNegative(faults, "entropyCoefficient", EntropyCoefficient);
        Require(
            faults, !ClearReplay || (UpdateInterval >= 2 && CriticUpdates % (UpdateInterval * (double)UpdatesPerStep) == 0), "clearReplay",
            ClearReplay,
            "needs new transitions after every update of the actor: an updateInterval of 2 or more whose updates "
            + $"(updateInterval × updatesPerStep, now {UpdateInterval * UpdatesPerStep}) divide criticUpdates (now {CriticUpdates})");
        Require(faults, HiddenSizes.Count > 0, "hiddenSizes", "empty", "must have one layer at least, which actor and critic share");
        Require(
            faults, ReplaySize >= ActorBatchSize, "replaySize", ReplaySize,
            $"must hold the {ActorBatchSize} newest transitions that the actor learns from (numEnvs × criticUpdates / updatesPerStep)");
        return faults;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValidateFor(EnvironmentSpec environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return environment.Action is DiscreteSpace
            ? []
            : [$"'{Algorithm}' is for discrete actions, but those of '{environment.Id}' are continuous; use sac, td3 or ddpg."];
    }

    /// <summary>Transitions that the actor learns from: all that were made since its last update.</summary>
    internal long ActorBatchSize => Math.Max(1, (long)Math.Round(NumEnvs * (CriticUpdates / (double)UpdatesPerStep)));

    /// <inheritdoc/>
    public override OffPolicySpec CreateNetworks(int observations, int actionSize)
    {
        MlpSpec body = MlpSpec.Create(observations, HiddenSizes, Activation, 0);
        return new OffPolicySpec(
            MlpSpec.Create(body.Outputs, [], Activation, actionSize),
            new QNetworkSpec(null, null, MlpSpec.Create(body.Outputs, [], Activation, actionSize)),
            1,
            body);
    }
}
