using GpuAc.Kernels.Accelerators.OffPolicy;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;

namespace GpuAc.Kernels.Tests.Accelerators;

/// <summary>
/// Which updates an iteration makes on an accelerator: counted from its beginning, so that iterations alike have equal schedules.
/// </summary>
public class UpdateScheduleTests
{
    [Fact]
    public void Planned_UpdatesOfTwoSteps_DrawFromTheStepsBeforeThem()
    {
        UpdateSchedule schedule = Create(policyDelay: 2, clears: false);

        ScheduledUpdate[] updates = Plan(schedule, firstStep: 10, [2, 1]);

        Assert.Equal(
            [new(0, 0, -1, null, 0), new(0, 1, 0, null, 1), new(1, 2, -1, null, 1)],
            updates);
    }

    [Fact]
    public void Planned_AfterAnOddNumberOfUpdates_ActorsComeElsewhereUntilTheyComeAgain()
    {
        UpdateSchedule schedule = Create(policyDelay: 2, clears: false);

        ScheduledUpdate[][] iterations = [.. Enumerable.Range(0, 5).Select(i => Plan(schedule, firstStep: 3 * i, [1, 1, 1]))];

        Assert.NotEqual(iterations[0], iterations[1]);
        Assert.Equal(iterations[0], iterations[2]);
        Assert.Equal(iterations[1], iterations[3]);
        Assert.Equal(iterations[0], iterations[4]);
        Assert.Equal((15, 7), (schedule.Updates, schedule.ActorUpdates));
    }

    [Fact]
    public void Planned_WhereActorsEmptyReplay_LaterUpdatesStartBehindThem()
    {
        UpdateSchedule schedule = Create(policyDelay: 2, clears: true);

        Assert.Equal(new long?[] { null, null, 2 }, Plan(schedule, firstStep: 0, [1, 1, 1]).Select(update => update.ReplayStart));
        Assert.Equal(new long?[] { -1, 1, 1 }, Plan(schedule, firstStep: 3, [1, 1, 1]).Select(update => update.ReplayStart));
    }

    private static UpdateSchedule Create(int policyDelay, bool clears)
    {
        var optimizer = new OptimizerConfig();
        return new UpdateSchedule(new OffPolicyPlan
        {
            Seed = 0,
            MinibatchSize = 1,
            ActorOptimizer = optimizer,
            CriticOptimizer = optimizer,
            Tau = 0.5f,
            PolicyDelay = policyDelay,
            NewestBatch = new NewestBatchPlan { Size = 1, ClearsReplay = clears },
        });
    }

    private static ScheduledUpdate[] Plan(UpdateSchedule schedule, long firstStep, int[] updates)
    {
        for (int step = 0; step < updates.Length; step++)
            schedule.Add(firstStep, step, updates[step]);
        ScheduledUpdate[] planned = schedule.Planned.ToArray();
        schedule.Complete();
        return planned;
    }
}
