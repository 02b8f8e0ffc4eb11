using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.Verification;

/// <summary>Whether the members of an environment set all components that the specification names, and use no others.</summary>
/// <remarks>Every member runs with the slots that it should not read, and those that it should write, filled with one value and then
/// with another.</remarks>
internal static class ShapeCheck<TEnv, F>
    where TEnv : struct, IEnvironment
    where F : struct, IFloatLane<F>
{
    private const float First = 0.25f, Second = -3f;

    /// <summary>Runs the check.</summary>
    public static void Run(EnvironmentSamples<TEnv> samples, FindingList findings)
    {
        EnvironmentSpec spec = TEnv.Spec;
        CheckReset(spec, findings);
        StepBatch batch = samples.Batch();
        for (int first = 0; first < batch.Count; first += F.Width)
        {
            CheckStep(spec, batch, first, findings);
            CheckObserve(spec, batch, first, findings);
        }
    }

    private static void CheckReset(EnvironmentSpec spec, FindingList findings)
    {
        Components<F> reference = Reset(spec, First, First);
        Components<F> otherDraws = Reset(spec, Second, First);
        Components<F> otherOutput = Reset(spec, First, Second);
        for (int i = 0; i < Components.Capacity; i++)
        {
            if (i >= spec.StateSize)
            {
                if (!Same(reference[i], F.Of(First)))
                    findings.ErrorOnce(
                        FindingKind.Shape, "Reset beyond",
                        $"Reset writes state[{i}], but the state has {spec.StateSize} components; name more in StateNames.");
                continue;
            }

            if (!Same(reference[i], otherDraws[i]))
                findings.ErrorOnce(
                    FindingKind.Shape, "Reset draws",
                    $"Reset reads more uniform draws than the {spec.ResetUniforms} of ResetUniforms; ask for as many as it uses.");
            if (!Same(reference[i], otherOutput[i]))
                findings.ErrorOnce(
                    FindingKind.Shape, "Reset unset",
                    $"Reset leaves state '{spec.StateNames[i]}' unset; write all {spec.StateSize} components.");
        }
    }

    private static Components<F> Reset(EnvironmentSpec spec, float otherDraws, float otherOutput)
    {
        Components<F> uniforms = Filled(otherDraws), state = Filled(otherOutput);
        for (int i = 0; i < spec.ResetUniforms; i++)
            uniforms[i] = F.MultiplyAdd(F.Iota, F.Of(0.5f / F.Width), F.Of(0.03f * i));
        TEnv.Reset(ref uniforms, ref state);
        return state;
    }

    private static void CheckStep(EnvironmentSpec spec, StepBatch batch, int first, FindingList findings)
    {
        Components<F> reference = Step(batch, first, First, First, out F reward, out F terminated);
        Components<F> otherState = Step(batch, first, Second, First, out F otherReward, out F otherTerminated);
        bool same = Same(reward, otherReward) && Same(terminated, otherTerminated);
        Components<F> otherAction = Step(batch, first, First, Second, out otherReward, out otherTerminated);
        bool sameAction = Same(reward, otherReward) && Same(terminated, otherTerminated);
        for (int i = 0; i < spec.StateSize; i++)
        {
            same &= Same(reference[i], otherState[i]);
            sameAction &= Same(reference[i], otherAction[i]);
        }

        if (!same)
            findings.ErrorOnce(
                FindingKind.Shape, "Step state",
                $"Step reads state components beyond the {spec.StateSize} specified; name more in StateNames.");
        if (!sameAction)
            findings.ErrorOnce(
                FindingKind.Shape, "Step action",
                $"Step reads action components beyond the {spec.Action.Components} specified; an action has no others.");
        for (int i = spec.StateSize; i < Components.Capacity; i++)
        {
            if (!Same(reference[i], F.Of(First)))
                findings.ErrorOnce(
                    FindingKind.Shape, "Step beyond",
                    $"Step writes state[{i}], but the state has {spec.StateSize} components; name more in StateNames.");
        }
    }

    private static Components<F> Step(StepBatch batch, int first, float otherState, float otherAction, out F reward, out F terminated)
    {
        Components<F> state = Filled(otherState), action = Filled(otherAction);
        int count = Math.Min(F.Width, batch.Count - first);
        StepBatch.Gather(batch.States, batch.StateSize, first, count, ref state);
        StepBatch.Gather(batch.Actions, batch.ActionSize, first, count, ref action);
        TEnv.Step(ref state, ref action, out reward, out terminated);
        return state;
    }

    private static void CheckObserve(EnvironmentSpec spec, StepBatch batch, int first, FindingList findings)
    {
        Components<F> reference = Observe(batch, first, First, First, out bool unchanged);
        Components<F> otherState = Observe(batch, first, Second, First, out _);
        Components<F> otherOutput = Observe(batch, first, First, Second, out _);
        if (!unchanged)
            findings.ErrorOnce(FindingKind.Shape, "Observe changes", "Observe changes the state; it may only read it.");
        for (int i = 0; i < Components.Capacity; i++)
        {
            if (i >= spec.Observation.Count)
            {
                if (!Same(reference[i], F.Of(First)))
                    findings.ErrorOnce(
                        FindingKind.Shape, "Observe beyond",
                        $"Observe writes observation[{i}], but the specification has {spec.Observation.Count} components; describe more.");
                continue;
            }

            if (!Same(reference[i], otherState[i]))
                findings.ErrorOnce(
                    FindingKind.Shape, "Observe state",
                    $"Observe reads state components beyond the {spec.StateSize} specified; name more in StateNames.");
            if (!Same(reference[i], otherOutput[i]))
                findings.ErrorOnce(
                    FindingKind.Shape, "Observe unset",
                    $"Observe leaves observation '{spec.Observation[i].Name}' unset; write all {spec.Observation.Count} components.");
        }
    }

    private static Components<F> Observe(StepBatch batch, int first, float otherState, float otherOutput, out bool unchanged)
    {
        Components<F> state = Filled(otherState), observation = Filled(otherOutput);
        StepBatch.Gather(batch.States, batch.StateSize, first, Math.Min(F.Width, batch.Count - first), ref state);
        Components<F> before = state;
        TEnv.Observe(ref state, ref observation);
        unchanged = true;
        for (int i = 0; i < Components.Capacity; i++)
            unchanged &= Same(before[i], state[i]);
        return observation;
    }

    private static Components<F> Filled(float value)
    {
        Components<F> components = default;
        for (int i = 0; i < Components.Capacity; i++)
            components[i] = F.Of(value);
        return components;
    }

    /// <summary>The same bits in every lane, so that a NaN equals itself.</summary>
    private static unsafe bool Same(F left, F right)
    {
        float* a = stackalloc float[2 * F.Width];
        left.Store(a);
        right.Store(a + F.Width);
        return new ReadOnlySpan<int>(a, F.Width).SequenceEqual(new ReadOnlySpan<int>(a + F.Width, F.Width));
    }
}
