using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.Verification;

/// <summary>Whether results depend on the inputs alone: not on earlier calls, on the other lanes of a register, or on the lane
/// width.</summary>
internal static class LaneCheck<TEnv>
    where TEnv : struct, IEnvironment
{
    /// <summary>Largest relative difference between lane widths in one step: they round differently, but not by more.</summary>
    private const float WidthTolerance = 1e-3f;

    /// <summary>Share of samples that may differ by more, being next to a threshold.</summary>
    private const double NextToThreshold = 0.02;

    /// <summary>Runs the checks.</summary>
    public static void Run(EnvironmentSamples<TEnv> samples, FindingList findings)
    {
        int widest = LaneWidth.Widest;
        StepBatch reference = Stepped(samples, widest);
        StepBatch again = Stepped(samples, widest);
        bool sameStarts = EnvironmentSamples<TEnv>.Starts<Lane4>(0).AsSpan().SequenceEqual(EnvironmentSamples<TEnv>.Starts<Lane4>(0));
        if (Enumerable.Range(0, reference.Count).Any(row => !SameRow(reference, row, again, row)) || !sameStarts)
            findings.Error(FindingKind.Determinism,
                "The same inputs gave different results when computed again; keep nothing outside the state, and draw no random "
                + "numbers of your own.");

        CheckIndependence(reference, widest, findings);
        foreach (int width in new[] { 1, 4, 8, 16 }.Where(width => width < widest))
            CheckWidth(reference, Stepped(samples, width), widest, width, findings);
    }

    private static StepBatch Stepped(EnvironmentSamples<TEnv> samples, int width)
    {
        StepBatch batch = samples.Batch();
        batch.Step<TEnv>(width);
        return batch;
    }

    private static void CheckIndependence(StepBatch mixed, int width, FindingList findings)
    {
        for (int row = 0; row < mixed.Count; row++)
        {
            var alone = new StepBatch(TEnv.Spec, 1);
            mixed.States.AsSpan(row * mixed.StateSize, mixed.StateSize).CopyTo(alone.States);
            mixed.Actions.AsSpan(row * mixed.ActionSize, mixed.ActionSize).CopyTo(alone.Actions);
            alone.Step<TEnv>(width);
            if (!SameRow(alone, 0, mixed, row))
            {
                findings.Error(
                    FindingKind.LaneIndependence,
                    $"At lane width {width}, a step gives another result when the other lanes hold other environments; do not branch "
                        + "on F.Any, F.All, F.Sum or F.Iota, use F.Select.");
                return;
            }
        }
    }

    private static void CheckWidth(StepBatch reference, StepBatch other, int widest, int width, FindingList findings)
    {
        int different = Enumerable.Range(0, reference.Count).Count(row => !NearRow(reference, other, row));
        if (different > NextToThreshold * reference.Count)
        {
            findings.Error(
                FindingKind.LaneWidth,
                $"{different} of {reference.Count} steps differ between the lane widths {widest} and {width}; results may not depend "
                    + "on F.Width, F.Iota or the bits of a mask.");
        }
    }

    private static bool SameRow(StepBatch left, int leftRow, StepBatch right, int rightRow) =>
        Bits(left.NextStates, leftRow, left.StateSize).SequenceEqual(Bits(right.NextStates, rightRow, right.StateSize))
        && Bits(left.Observations, leftRow, left.ObservationSize).SequenceEqual(Bits(right.Observations, rightRow, right.ObservationSize))
        && Bits(left.Rewards, leftRow, 1).SequenceEqual(Bits(right.Rewards, rightRow, 1))
        && left.Terminated[leftRow] == right.Terminated[rightRow];

    private static ReadOnlySpan<int> Bits(float[] rows, int row, int size) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<float, int>(rows.AsSpan(row * size, size));

    private static bool NearRow(StepBatch left, StepBatch right, int row) =>
        Near(left.NextStates, right.NextStates, row, left.StateSize)
        && Near(left.Observations, right.Observations, row, left.ObservationSize)
        && Near(left.Rewards, right.Rewards, row, 1)
        && left.Terminated[row] == right.Terminated[row];

    private static bool Near(float[] left, float[] right, int row, int size)
    {
        for (int i = row * size; i < (row + 1) * size; i++)
        {
            if (!left[i].Equals(right[i]) && !(MathF.Abs(left[i] - right[i]) <= WidthTolerance * MathF.Max(1, MathF.Abs(left[i]))))
                return false;
        }

        return true;
    }
}
