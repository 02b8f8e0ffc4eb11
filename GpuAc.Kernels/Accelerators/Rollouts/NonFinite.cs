using GpuAc.Envs.Contracts;
using GpuAc.Lanes;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>Remembers the first reward or observation found that is not finite, and says which it was.</summary>
internal static class NonFinite
{
    /// <summary>
    /// Values kept: whether there is one, environment, time step of the rollout, component (−1: reward), the value's bits.
    /// </summary>
    public const int Length = 5;

    /// <summary>Keeps a fault unless there is one already.</summary>
    public static void Keep(
        ArrayView<int> fault, float reward, ref Components<Lane1> observation, int components, int environment, int step)
    {
        if (Atomic.CompareExchange(ref fault[0], 0, 1) != 0)
            return;
        int component = -1;
        float value = reward;
        for (int i = 0; i < components; i++)
        {
            float candidate = observation[i].Value;
            if (component == -1 && value - value == 0f && candidate - candidate != 0f)
            {
                component = i;
                value = candidate;
            }
        }

        fault[1] = environment;
        fault[2] = step;
        fault[3] = component;
        fault[4] = BitConverter.SingleToInt32Bits(value);
    }

    /// <summary>The exception that says what was found, or null when nothing was.</summary>
    /// <param name="spec">Environment.</param>
    /// <param name="fault">What <see cref="Keep"/> left.</param>
    /// <param name="firstStep">Steps taken before the rollout.</param>
    public static EnvironmentFailureException? Describe(EnvironmentSpec spec, ReadOnlySpan<int> fault, ulong firstStep) => fault[0] == 0
        ? null
        : EnvironmentFault.Create(spec, fault[3], BitConverter.Int32BitsToSingle(fault[4]), fault[1], firstStep + (ulong)fault[2]);
}
