namespace GpuAc.Kernels.Plans;

/// <summary>Whose gradient an <see cref="IGradientExchange"/> is given.</summary>
public enum GradientPart
{
    /// <summary>Actor and critic together, as on-policy algorithms step them.</summary>
    ActorCritic,

    /// <summary>All critics of an off-policy algorithm, and the body that they share with the actor, if any.</summary>
    Critics,

    /// <summary>The actor of an off-policy algorithm, and the body that it shares with the critics, if any.</summary>
    Actor,

    /// <summary>ln α of a temperature that learns; a single value in a single chunk.</summary>
    Temperature,
}
