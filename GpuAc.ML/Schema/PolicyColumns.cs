namespace GpuAc.ML.Schema;

/// <summary>Names of the columns that a policy reads and adds.</summary>
public sealed record PolicyColumns
{
    /// <summary>
    /// The vector column, <c>Vector&lt;Single&gt;</c>, that holds raw observations in the policy's order; or null for one <c>Single</c>
    /// column per observation, named as the policy's metadata names them, in any order.
    /// </summary>
    public string? Observation { get; init; }

    /// <summary>
    /// Added: the deterministic action. <c>Int64</c>, an index, for discrete actions; <c>Vector&lt;Single&gt;</c> in the environment's
    /// units otherwise.
    /// </summary>
    public string Action { get; init; } = "Action";

    /// <summary>Added for discrete actions: the action's name, <c>String</c>.</summary>
    public string ActionName { get; init; } = "ActionName";

    /// <summary>Added where the policy has a critic of states: its estimate, <c>Single</c>.</summary>
    public string Value { get; init; } = "Value";

    /// <summary>Added for discrete actions: the probability of each, <c>Vector&lt;Single&gt;</c>.</summary>
    public string Probabilities { get; init; } = "Probabilities";

    /// <summary>Added for continuous actions: the actor's output before squashing and clipping, <c>Vector&lt;Single&gt;</c>.</summary>
    public string Mean { get; init; } = "Mean";

    /// <summary>Added for Gaussian policies: the standard deviation around the mean, <c>Vector&lt;Single&gt;</c>.</summary>
    public string StandardDeviation { get; init; } = "StandardDeviation";
}
