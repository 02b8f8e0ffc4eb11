namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>All that tells one update of an iteration from another, counted from the iteration's beginning.</summary>
/// <param name="Step">Time step of the iteration that it goes with, from 0.</param>
/// <param name="Index">Number among the iteration's updates, from 0.</param>
/// <param name="ActorIndex">Number among those that update the actor, too; −1 for one that does not.</param>
/// <param name="ReplayStart">Time step at which replay was emptied last, negative where that was in an earlier iteration;
/// null for never.</param>
/// <param name="ReplaySteps">Time steps that the critics may draw from.</param>
internal readonly record struct ScheduledUpdate(int Step, int Index, int ActorIndex, long? ReplayStart, long ReplaySteps)
{
    /// <summary>Whether the actor is updated, too.</summary>
    public bool WithActor => ActorIndex >= 0;
}
