using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OffPolicy;

/// <summary>Settings of deep deterministic policy gradient. Lillicrap et al., arXiv:1509.02971.</summary>
public record DdpgConfig : DeterministicConfig
{
    /// <inheritdoc/>
    public override Algorithm Algorithm => Ddpg.Instance;

    /// <summary>
    /// Activation of the actor's output. With tanh, the default, actions are scaled to the bounds; otherwise the output is the action in
    /// the environment's units, and the bounds clip it when it is taken.
    /// </summary>
    public Activation ActorOutput { get; init; } = Activation.Tanh;

    /// <summary>Activation of the critic's output; the identity by default, since values may have any sign.</summary>
    public Activation CriticOutput { get; init; } = Activation.Identity;

    /// <summary>
    /// Widths of a branch of the critic for the observation, the last layer linear; empty for a critic that takes observation and action
    /// concatenated.
    /// </summary>
    public IReadOnlyList<int> ObservationBranch { get; init; } = [];

    /// <summary>
    /// Widths of its branch for the action, the last layer linear and as wide as the observation's, to which it is added; empty without
    /// branches.
    /// </summary>
    public IReadOnlyList<int> ActionBranch { get; init; } = [];

    /// <summary>
    /// Widths of the critic's hidden layers on top of the sum of the branches; without branches the critic has
    /// <see cref="TrainerConfig.HiddenSizes"/>.
    /// </summary>
    public IReadOnlyList<int> MergedSizes { get; init; } = [];

    /// <inheritdoc/>
    protected override int NumCritics => 1;

    private bool HasBranches => ObservationBranch.Count > 0 || ActionBranch.Count > 0;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Validate()
    {
        List<string> faults = [.. base.Validate()];
        RequireActivation(faults, "actorOutput", ActorOutput);
        RequireActivation(faults, "criticOutput", CriticOutput);
        foreach (int size in ObservationBranch.Concat(ActionBranch).Concat(MergedSizes))
            Require(
                faults, size is >= 1 and <= 4096, "observationBranch, actionBranch and mergedSizes", size,
                "must be between 1 and 4096 each");
        Require(
            faults, !HasBranches || (ObservationBranch.Count > 0 && ActionBranch.Count > 0 && ObservationBranch[^1] == ActionBranch[^1]),
            "actionBranch", string.Join(',', ActionBranch),
            $"must end as wide as observationBranch ({string.Join(',', ObservationBranch)}), or both be empty");
        Require(
            faults, HasBranches || MergedSizes.Count == 0, "mergedSizes", string.Join(',', MergedSizes),
            "is for critics with branches; leave it empty");
        return faults;
    }

    /// <inheritdoc/>
    public override OffPolicySpec CreateNetworks(int observations, int actionSize)
    {
        MlpSpec actor = MlpSpec.Create(observations, HiddenSizes, Activation, actionSize);
        if (ActorOutput != Activation.Tanh)
            actor = WithOutput(actor, ActorOutput);
        if (!HasBranches)
            return new OffPolicySpec(
                actor,
                new QNetworkSpec(
                    null, null, WithOutput(MlpSpec.Create(observations + actionSize, HiddenSizes, Activation, 1), CriticOutput)),
                1);
        MlpSpec trunk = MlpSpec.Create(ObservationBranch[^1], MergedSizes, Activation, 1);
        return new OffPolicySpec(
            actor,
            new QNetworkSpec(Branch(observations, ObservationBranch), Branch(actionSize, ActionBranch), WithOutput(trunk, CriticOutput)),
            1);
    }

    private MlpSpec Branch(int inputs, IReadOnlyList<int> sizes) => MlpSpec.Create(inputs, [.. sizes.SkipLast(1)], Activation, sizes[^1]);

    private static MlpSpec WithOutput(MlpSpec mlp, Activation output) =>
        mlp with { Layers = [.. mlp.Layers.SkipLast(1), mlp.Layers[^1] with { Activation = output }] };
}
