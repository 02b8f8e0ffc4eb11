using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Lanes;

namespace GpuAc.Envs.Verification;

/// <summary>States and actions that an environment meets when it acts at random; collecting them checks every number on the way.</summary>
internal sealed class EnvironmentSamples<TEnv>
    where TEnv : struct, IEnvironment
{
    private const int NumEnvs = 64;
    private const int MaxSteps = 256;
    private const ulong Seed = 20240917;

    /// <summary>Bounds are compared with this room, relative to the larger of 1 and the bound, for rounding.</summary>
    private const float BoundRoom = 1e-4f;

    private readonly EnvironmentSpec spec = TEnv.Spec;
    private readonly List<float[]> states = [];
    private readonly List<float[]> actions = [];

    /// <summary>What start states are drawn with.</summary>
    public static RandomKey ResetKey => new(Seed, RandomPurpose.Reset);

    /// <summary>Number of samples.</summary>
    public int Count => states.Count;

    /// <summary>States, an array each.</summary>
    public IReadOnlyList<float[]> States => states;

    /// <summary>Start states that an environment is given at <paramref name="step"/>, [64, state].</summary>
    public static float[] Starts<F>(ulong step)
        where F : struct, IFloatLane<F>
    {
        int size = TEnv.Spec.StateSize;
        var stepper = new EnvironmentStepper<TEnv, F>(ResetKey);
        var rows = new float[NumEnvs * size];
        Components<F> state = default;
        for (int env = 0; env < NumEnvs; env += F.Width)
        {
            stepper.Start((uint)env, step, ref state);
            StepBatch.Scatter(ref state, rows, size, env, Math.Min(F.Width, NumEnvs - env));
        }

        return rows;
    }

    /// <summary>A batch of all samples, with clocks at zero.</summary>
    public StepBatch Batch()
    {
        var batch = new StepBatch(spec, Count);
        for (int i = 0; i < Count; i++)
        {
            states[i].CopyTo(batch.States, i * batch.StateSize);
            actions[i].CopyTo(batch.Actions, i * batch.ActionSize);
        }

        return batch;
    }

    /// <summary>Steps at random and keeps what is met in the steps 0, 1, 2, 4, 8, ...; reports numbers that may not be.</summary>
    public void Collect(FindingList findings)
    {
        var batch = new StepBatch(spec, NumEnvs);
        Starts<Lane4>(0).CopyTo(batch.States.AsSpan());
        CheckStarts(batch.States, findings);
        int steps = Math.Min(MaxSteps, spec.MaxEpisodeSteps);
        bool allEnd = true;
        for (int step = 0; step < steps; step++)
        {
            DrawActions(batch, step);
            if ((step & (step - 1)) == 0)
                Keep(batch);
            batch.Step<TEnv>(4);
            CheckNumbers(batch, findings);
            if (step == 0)
                allEnd = batch.Terminated.All(terminated => terminated);
            Advance(batch, step);
        }

        if (allEnd && spec.MaxEpisodeSteps > 1)
            findings.Warning(FindingKind.Reset, "Every episode ended in its first step; start states should not be next to terminal ones.");
        CheckExtremeActions(batch, findings);
    }

    private void CheckStarts(float[] starts, FindingList findings)
    {
        CheckFinite(starts, spec.StateNames, "start state", FindingKind.NonFinite, findings);
        int size = spec.StateSize;
        bool same = Enumerable.Range(1, NumEnvs - 1).All(env => starts.AsSpan(env * size, size).SequenceEqual(starts.AsSpan(0, size)));
        if (same && spec.ResetUniforms > 0)
            findings.Warning(FindingKind.Reset,
                $"Reset asks for {spec.ResetUniforms} uniform draws, but all start states are the same; use the draws, or set "
                + "ResetUniforms to 0.");
    }

    private void DrawActions(StepBatch batch, int step)
    {
        var key = new RandomKey(Seed, RandomPurpose.RandomAction);
        for (int env = 0; env < NumEnvs; env++)
        {
            for (int i = 0; i < batch.ActionSize; i++)
            {
                float uniform = Philox.ToUniform(Philox.Block(key, (uint)env, (ulong)step, (uint)i).A);
                batch.Actions[(env * batch.ActionSize) + i] = spec.Action is BoxSpace box
                    ? box.Dimensions[i].Low + ((box.Dimensions[i].High - box.Dimensions[i].Low) * uniform)
                    : MathF.Floor(uniform * spec.Action.Size);
            }
        }
    }

    private void Keep(StepBatch batch)
    {
        for (int env = 0; env < NumEnvs; env++)
        {
            states.Add(batch.States.AsSpan(env * batch.StateSize, batch.StateSize).ToArray());
            actions.Add(batch.Actions.AsSpan(env * batch.ActionSize, batch.ActionSize).ToArray());
        }
    }

    private void Advance(StepBatch batch, int step)
    {
        batch.NextStates.CopyTo(batch.States.AsSpan());
        float[] starts = Starts<Lane4>((ulong)step + 1);
        int size = batch.StateSize;
        for (int env = 0; env < NumEnvs; env++)
        {
            bool done = batch.Terminated[env] | batch.Truncated[env];
            batch.Elapsed[env] = done ? 0 : batch.Elapsed[env] + 1;
            if (done)
                starts.AsSpan(env * size, size).CopyTo(batch.States.AsSpan(env * size));
        }
    }

    private void CheckNumbers(StepBatch batch, FindingList findings)
    {
        CheckFinite(batch.NextStates, spec.StateNames, "state", FindingKind.NonFinite, findings);
        CheckFinite(
            batch.Observations, [.. spec.Observation.Select(dimension => dimension.Name)], "observation", FindingKind.NonFinite, findings);
        CheckFinite(batch.Rewards, ["reward"], "output", FindingKind.NonFinite, findings);
        for (int i = 0; i < batch.Observations.Length; i++)
        {
            Dimension dimension = spec.Observation[i % batch.ObservationSize];
            float value = batch.Observations[i];
            float low = dimension.Low - (BoundRoom * MathF.Max(1, MathF.Abs(dimension.Low)));
            float high = dimension.High + (BoundRoom * MathF.Max(1, MathF.Abs(dimension.High)));
            if (value < low || value > high)
            {
                findings.ErrorOnce(
                    FindingKind.Bounds,
                    dimension.Name,
                    $"Observation '{dimension.Name}' was {value}, outside its bounds [{dimension.Low}, {dimension.High}]; clip it, or "
                        + "widen the bounds in Spec.");
            }
        }
    }

    private void CheckExtremeActions(StepBatch batch, FindingList findings)
    {
        if (spec.Action is not BoxSpace box)
            return;
        for (int i = 0; i < batch.Actions.Length; i++)
        {
            Dimension dimension = box.Dimensions[i % batch.ActionSize];
            batch.Actions[i] = 10 * (i / batch.ActionSize % 2 == 0 ? dimension.High : dimension.Low);
        }

        batch.Step<TEnv>(4);
        string[] names = [.. spec.StateNames];
        CheckFinite(batch.NextStates, names, "state, after an action ten times its bounds,", FindingKind.NonFinite, findings);
        CheckFinite(batch.Rewards, ["reward"], "output, after an action ten times its bounds,", FindingKind.NonFinite, findings);
    }

    private static void CheckFinite(float[] values, IReadOnlyList<string> names, string what, FindingKind kind, FindingList findings)
    {
        int index = Array.FindIndex(values, value => !float.IsFinite(value));
        if (index < 0)
            return;
        string name = names[index % names.Count];
        findings.ErrorOnce(kind, name,
            $"The {what} '{name}' was {values[index]}; keep every number finite, for any state that can be reached and any action.");
    }
}
