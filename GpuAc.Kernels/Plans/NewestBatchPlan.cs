namespace GpuAc.Kernels.Plans;

/// <summary>
/// The batch of an actor that learns on-policy, from the newest transitions of replay (<c>IUpdateProgram.TakeNewest</c>), while the critics
/// learn from draws.
/// </summary>
public sealed record NewestBatchPlan
{
    /// <summary>Transitions, at least 1; replay must be able to hold them.</summary>
    public required int Size { get; init; }

    /// <summary>Whether replay is cleared after every step of the actor.</summary>
    public bool ClearsReplay { get; init; }
}
