using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.Verification;

/// <summary>Whether <c>terminated</c> is a mask: in a wide lane all bits or none, in the scalar one 1 or 0.</summary>
internal static class MaskCheck<TEnv>
    where TEnv : struct, IEnvironment
{
    /// <summary>Runs the check.</summary>
    public static void Run(EnvironmentSamples<TEnv> samples, FindingList findings)
    {
        StepBatch batch = samples.Batch();
        Run<Lane1>(batch, bits => bits == 0 || bits == BitConverter.SingleToInt32Bits(1f), findings);
        Run<Lane4>(batch, bits => bits is 0 or -1, findings);
    }

    private static unsafe void Run<F>(StepBatch batch, Func<int, bool> isMask, FindingList findings)
        where F : struct, IFloatLane<F>
    {
        Components<F> state = default, action = default;
        float* values = stackalloc float[F.Width];
        for (int first = 0; first < batch.Count; first += F.Width)
        {
            int count = Math.Min(F.Width, batch.Count - first);
            StepBatch.Gather(batch.States, batch.StateSize, first, count, ref state);
            StepBatch.Gather(batch.Actions, batch.ActionSize, first, count, ref action);
            TEnv.Step(ref state, ref action, out _, out F terminated);
            terminated.Store(values);
            for (int lane = 0; lane < count; lane++)
            {
                int bits = BitConverter.SingleToInt32Bits(values[lane]);
                if (!isMask(bits))
                {
                    findings.ErrorOnce(
                        FindingKind.Mask,
                        "terminated",
                        $"Step's 'terminated' holds the bits 0x{bits:X8} ({values[lane]}), which is no mask; give the result of a "
                            + "comparison, such as 'x > limit', and for never 'F.Zero > F.One'.");
                }
            }
        }
    }
}
