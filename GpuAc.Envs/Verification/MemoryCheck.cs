using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.Verification;

/// <summary>
/// Whether the members of an environment stay within the <see cref="Components.Capacity"/> components that there are; what of these they
/// may use is <see cref="ShapeCheck{TEnv, F}"/>'s question. It comes first, because elsewhere such an access changes the program's memory.
/// </summary>
/// <remarks>Code over lanes cannot let an index depend on its numbers, so that one call of each member shows it.</remarks>
internal sealed class MemoryCheck<TEnv, F> : IDisposable
    where TEnv : struct, IEnvironment
    where F : struct, IFloatLane<F>
{
    private const float Inside = 0.25f, First = 0.75f, Second = -3f;

    private readonly EnvironmentSpec spec = TEnv.Spec;
    private readonly GuardedComponents<F> inputs = new();
    private readonly GuardedComponents<F> outputs = new();
    private readonly FindingList findings;
    private bool isInside = true;

    private MemoryCheck(FindingList findings) => this.findings = findings;

    /// <summary>Runs the check.</summary>
    /// <returns>True when nothing was found, so that the environment may be run.</returns>
    public static bool Run(FindingList findings)
    {
        using var check = new MemoryCheck<TEnv, F>(findings);
        check.Examine("Reset", "uniforms", "state", check.spec.StateSize, check.Reset);
        check.Examine("Step", "action", "state", check.spec.StateSize, check.Step);
        check.Examine("Observe", "state", "observation", check.spec.Observation.Count, check.Observe);
        return check.isInside;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        inputs.Dispose();
        outputs.Dispose();
    }

    private F Reset()
    {
        TEnv.Reset(ref inputs.Value, ref outputs.Value);
        return F.Zero;
    }

    private F Step()
    {
        TEnv.Step(ref outputs.Value, ref inputs.Value, out F reward, out F terminated);
        return F.Select(terminated, -reward, reward);
    }

    private F Observe()
    {
        TEnv.Observe(ref inputs.Value, ref outputs.Value);
        return F.Zero;
    }

    private void Examine(string member, string input, string output, int limit, Func<F> call)
    {
        try
        {
            float[] reference = Outputs(First, call), other = Outputs(Second, call);
            Report(member, output, limit, outputs.FirstWritten());
            Report(member, input, limit: null, inputs.FirstWritten());
            // A member that remembers gives something else every time; that is another check's to say.
            if (isInside && !Same(reference, other) && Same(reference, Outputs(First, call)))
                Fail(
                    member, $"reads a component beyond the {Components.Capacity} that {input} and {output} have room for; keep indices "
                    + "within what the specification names.");
        }
        catch (ComponentIndexException cause)
        {
            Fail(
                member, $"uses component [{cause.Index}] of {input} or {output}, but there is room for {Components.Capacity}, and the "
                + $"{output} has {limit}.");
        }
        catch (Exception)
        {
            // The first step taken reports what a member throws, with the rest of what is wrong.
        }
    }

    private void Report(string member, string array, int? limit, int? written)
    {
        if (written is { } index)
            Fail(
                member, $"writes {array}[{index}], but there is room for {Components.Capacity} components"
                + (limit is { } count ? $", of which the specification names {count}." : " and its own are not for writing."));
    }

    private void Fail(string member, string what)
    {
        isInside = false;
        findings.ErrorOnce(FindingKind.Shape, $"{member} outside", $"{member} of '{spec.Id}' {what}");
    }

    // What a member gives, with margins that hold something.
    private unsafe float[] Outputs(float margin, Func<F> call)
    {
        inputs.Fill(Inside, margin);
        outputs.Fill(Inside, margin);
        F result = call();
        var values = new float[(Components.Capacity + 1) * F.Width];
        fixed (float* target = values)
        {
            result.Store(target + (Components.Capacity * F.Width));
            for (int i = 0; i < Components.Capacity; i++)
                outputs.Value[i].Store(target + (i * F.Width));
        }

        return values;
    }

    // A NaN equals itself.
    private static bool Same(float[] left, float[] right) => left.AsSpan().SequenceEqual(right);
}
