using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Lanes;

namespace GpuAc.Envs.Verification;

/// <summary>Whether episodes are truncated at their limit, not before, and start over by themselves.</summary>
internal static class EpisodeCheck<TEnv, F>
    where TEnv : struct, IEnvironment
    where F : struct, IFloatLane<F>
{
    /// <summary>Runs the check.</summary>
    public static void Run(EnvironmentSamples<TEnv> samples, FindingList findings)
    {
        int limit = TEnv.Spec.MaxEpisodeSteps;
        StepBatch batch = samples.Batch();
        if (limit > 1)
        {
            Array.Fill(batch.Elapsed, limit - 2);
            batch.Step<TEnv>(F.Width);
            if (batch.Truncated.Any(truncated => truncated))
                findings.Error(FindingKind.Episode,
                    $"An episode was truncated after {limit - 1} steps, but its limit is {limit}; leave the limit to "
                    + "Spec.MaxEpisodeSteps, and Spec the same at every call.");
        }

        Array.Fill(batch.Elapsed, limit - 1);
        batch.Step<TEnv>(F.Width);
        if (Enumerable.Range(0, batch.Count).Any(i => batch.Truncated[i] == batch.Terminated[i]))
            findings.Error(FindingKind.Episode,
                $"An episode went on after its limit of {limit} steps, or was truncated although it terminated; 'terminated' must be "
                + "a mask, and Spec the same at every call.");
        CheckRestart(batch, limit, findings);
    }

    private static void CheckRestart(StepBatch batch, int limit, FindingList findings)
    {
        const ulong Step = 5;
        float[] expected = EnvironmentSamples<TEnv>.Starts<F>(Step + 1);
        var stepper = new EnvironmentStepper<TEnv, F>(EnvironmentSamples<TEnv>.ResetKey);
        Components<F> state = default, action = default, final = default, clock = default;
        var restarted = new float[F.Width * batch.StateSize];
        var elapsedAfter = new float[F.Width];
        StepBatch.Gather(batch.States, batch.StateSize, 0, F.Width, ref state);
        StepBatch.Gather(batch.Actions, batch.ActionSize, 0, F.Width, ref action);
        clock[0] = F.Of(limit - 1);
        stepper.Step(ref state, ref clock[0], ref action, 0, Step, out _, out _, out _, ref final);
        StepBatch.Scatter(ref state, restarted, batch.StateSize, 0, F.Width);
        StepBatch.Scatter(ref clock, elapsedAfter, 1, 0, F.Width);
        if (!restarted.AsSpan().SequenceEqual(expected.AsSpan(0, restarted.Length)) || elapsedAfter.Any(elapsed => elapsed != 0))
            findings.Error(FindingKind.Episode,
                "An episode at its end did not continue with the start state that Reset makes of its draws; Reset must depend on its "
                + "draws alone, and 'terminated' be a mask.");
    }
}
