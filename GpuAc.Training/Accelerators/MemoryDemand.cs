using System.Globalization;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels;
using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Cpu;
using GpuAc.Training.Rollouts;

namespace GpuAc.Training.Accelerators;

/// <summary>What training takes of a device's memory: something for the network, and something for each environment.</summary>
/// <param name="Fixed">Bytes, however many environments there are.</param>
/// <param name="PerEnvironment">Bytes of one environment with its rollout.</param>
internal readonly record struct MemoryDemand(long Fixed, long PerEnvironment)
{
    /// <summary>Bytes left to the driver and to rounding.</summary>
    private const long Reserve = 64L << 20;

    /// <summary>The demand of a plan.</summary>
    /// <param name="spec">Environment.</param>
    /// <param name="layout">Network.</param>
    /// <param name="plan">Sizes.</param>
    /// <param name="actionComponents">Components that an action is kept in.</param>
    /// <param name="acting">Tile of the rollout; its bytes count where it lies in device memory.</param>
    /// <param name="groups">Groups that learn, each with a partial gradient.</param>
    public static MemoryDemand Of(EnvironmentSpec spec, PaddedLayout layout, RolloutPlan plan, int actionComponents, TileFit acting, int groups)
    {
        int observations = spec.Observation.Count;
        long finals = (RolloutShape.Truncations(spec, plan.NumSteps) + 1L) * ((4L * observations) + 4);
        long samples = 4L * plan.NumSteps * SampleRows.Count(observations, actionComponents);
        long state = 4L * (spec.StateSize + 3);
        long tile = acting.IsShared ? 0 : new TilePlan(layout, isLearning: false).Bytes(acting.Samples) / acting.Samples;
        return new MemoryDemand(Reserve + ParameterBuffers.Bytes(layout) + (4L * groups * layout.Length), samples + finals + state + tile + 16);
    }

    /// <summary>Refuses more environments than fit, before anything is allocated.</summary>
    /// <param name="numEnvs">Environments.</param>
    /// <param name="numSteps">Time steps of a rollout.</param>
    /// <param name="free">Bytes that the device can still give.</param>
    /// <param name="device">Its name.</param>
    /// <exception cref="GpuAcException">They do not fit; the message says how many would.</exception>
    public void Require(int numEnvs, int numSteps, long free, string device)
    {
        long needed = Fixed + (PerEnvironment * numEnvs);
        if (needed <= free)
            return;
        long most = (free - Fixed) / PerEnvironment;
        throw new GpuAcException(string.Create(
            CultureInfo.InvariantCulture,
            $"{numEnvs} environments with rollouts of {numSteps} steps need {needed >> 20} MiB ({PerEnvironment} bytes each), but {device} has {free >> 20} MiB free; ")
            + (most > 0 ? $"at most {most} fit: use --envs, or fewer numSteps." : "use a smaller network, or --device cpu."));
    }
}
