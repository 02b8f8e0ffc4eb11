namespace GpuAc.Policies.Networks;

/// <summary>
/// A network of action values. Either a trunk over observation and action side by side (over the observation alone where it gives one value
/// per action), or two branches, one of the observation and one of the action, whose sum the trunk takes.
/// </summary>
/// <param name="ObservationBranch">From the observation to the sum, or null to have no branches.</param>
/// <param name="ActionBranch">From the action to the sum, or null to have no branches.</param>
/// <param name="Trunk">From observation and action, or from the sum, to the values.</param>
public sealed record QNetworkSpec(MlpSpec? ObservationBranch, MlpSpec? ActionBranch, MlpSpec Trunk)
{
    /// <summary>True when observation and action have a branch each.</summary>
    public bool HasBranches => ObservationBranch != null;

    /// <summary>The parts, in the order of their parameters.</summary>
    public IReadOnlyList<MlpSpec> Networks => HasBranches ? [ObservationBranch!, ActionBranch!, Trunk] : [Trunk];
}

/// <summary>
/// The networks of an off-policy actor-critic, in the order of their parameters: the actor, the body where actor and critic share one, the
/// critics. What a step of the actor moves is then one run of parameters, and what a step of the critics moves another; a shared body is
/// part of both.
/// </summary>
/// <param name="Actor">From the observation, or the body's output, to the policy's outputs.</param>
/// <param name="Critic">Each critic.</param>
/// <param name="NumCritics">1, or 2 whose minimum counts.</param>
/// <param name="Body">What actor and critic share, or null for nothing.</param>
public sealed record OffPolicySpec(MlpSpec Actor, QNetworkSpec Critic, int NumCritics, MlpSpec? Body = null)
{
    /// <summary>Components of the observation.</summary>
    public int Observations => Body?.Inputs ?? Actor.Inputs;

    /// <summary>Actor, body, and all parts of all critics.</summary>
    public IReadOnlyList<MlpSpec> Networks =>
    [
        Actor, .. Body == null ? (MlpSpec[])[] : [Body], .. Enumerable.Repeat(Critic.Networks, NumCritics).SelectMany(networks => networks),
    ];
}
