using System.Runtime.InteropServices;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.States;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>Says which updates the next iteration makes, and keeps count of those already made.</summary>
/// <param name="plan">How to learn.</param>
internal sealed class UpdateSchedule(OffPolicyPlan plan)
{
    private readonly List<ScheduledUpdate> planned = [];
    private long? replayStart;

    /// <summary>Updates of the critics before the iteration.</summary>
    public long Updates { get; private set; }

    /// <summary>Updates of the actor before the iteration.</summary>
    public long ActorUpdates { get; private set; }

    /// <summary>The iteration's updates, in order; valid until <see cref="Complete"/>.</summary>
    public ReadOnlySpan<ScheduledUpdate> Planned => CollectionsMarshal.AsSpan(planned);

    /// <summary>Adds the updates that go with a time step; to be called for the iteration's steps in order.</summary>
    /// <param name="firstStep">Time steps before the iteration.</param>
    /// <param name="step">Time step of the iteration, from 0.</param>
    /// <param name="count">How many.</param>
    public void Add(long firstStep, int step, long count)
    {
        for (long update = 0; update < count; update++)
        {
            int index = planned.Count;
            bool withActor = (Updates + index + 1) % plan.PolicyDelay == 0;
            int actorIndex = withActor ? (int)(((Updates + index + 1) / plan.PolicyDelay) - 1 - ActorUpdates) : -1;
            // The step just taken is drawn from by the second update on: the first overlaps with it where there are threads for
            // both, and results agree.
            planned.Add(new ScheduledUpdate(step, index, actorIndex, replayStart - firstStep, update == 0 ? step : step + 1));
            if (withActor && plan.NewestBatch is { ClearsReplay: true })
                replayStart = firstStep + step + 1;
        }
    }

    /// <summary>Names all that goes from one iteration to the next.</summary>
    public void Transfer(StateTransfer state)
    {
        long updates = Updates, actorUpdates = ActorUpdates, startAfter = (replayStart ?? -1) + 1;
        state.Count("learner/updates", ref updates);
        state.Count("learner/actorUpdates", ref actorUpdates);
        state.Count("replay/startAfter", ref startAfter);
        (Updates, ActorUpdates, replayStart) = (updates, actorUpdates, startAfter > 0 ? startAfter - 1 : null);
    }

    /// <summary>Ends the iteration.</summary>
    public void Complete()
    {
        Updates += planned.Count;
        ActorUpdates = Updates / plan.PolicyDelay;
        planned.Clear();
    }
}
