using System.Globalization;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Plans;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>What training takes of a device's memory: something for the network, and something for each environment.</summary>
/// <param name="Network">Bytes of one set of parameters with gradient and moments.</param>
/// <param name="Partials">Bytes of partial gradients, and of the tiles that they are made in where those lie in device memory.</param>
/// <param name="PerEnvironment">Bytes of one environment with its rollout.</param>
internal readonly record struct MemoryDemand(long Network, long Partials, long PerEnvironment)
{
    /// <summary>Bytes left to the driver and to rounding.</summary>
    private const long Reserve = 64L << 20;

    /// <summary>The demand of a plan.</summary>
    /// <param name="device">Device.</param>
    /// <param name="spec">Environment.</param>
    /// <param name="layout">Network.</param>
    /// <param name="plan">Sizes.</param>
    /// <param name="actionComponents">Components that an action is kept in.</param>
    public static MemoryDemand Of(
        AcceleratorDevice device, EnvironmentSpec spec, PaddedLayout layout, RolloutPlan plan, int actionComponents)
    {
        // Tiles count where they lie in device memory.
        TilePlan actingTile = new(layout, isLearning: false), learningTile = new(layout, isLearning: true);
        TileFit acting = TileFit.Choose(device, actingTile), learning = TileFit.Choose(device, learningTile);
        long groups = LearnBuffers.Groups(device, layout, learning, (long)plan.NumSteps * plan.NumEnvs);
        int observations = spec.Observation.Count;
        long finals = (RolloutShape.Truncations(spec, plan.NumSteps) + 1L) * ((4L * observations) + 4);
        long samples = 4L * plan.NumSteps * SampleRows.Count(observations, actionComponents);
        long state = 4L * (spec.StateSize + 3);
        long tile = acting.IsShared ? 0 : actingTile.Bytes(acting.Samples) / acting.Samples;
        long scratch = learning.IsShared ? 0 : learningTile.Bytes(learning.Samples);
        return new MemoryDemand(
            ParameterBuffers.Bytes(layout), groups * ((4L * layout.Length) + scratch), samples + finals + state + tile + 16);
    }

    /// <summary>Refuses more environments than fit, before anything is allocated.</summary>
    /// <param name="numEnvs">Environments.</param>
    /// <param name="numSteps">Time steps of a rollout.</param>
    /// <param name="free">Bytes that the device can still give.</param>
    /// <param name="device">Its name.</param>
    /// <exception cref="GpuAcException">They do not fit; the message says how many would.</exception>
    public void Require(int numEnvs, int numSteps, long free, string device)
    {
        long others = Reserve + Network + Partials, needed = others + (PerEnvironment * numEnvs);
        if (needed <= free)
            return;
        long most = (free - others) / PerEnvironment;
        throw new GpuAcException(string.Create(
            CultureInfo.InvariantCulture,
            $"{numEnvs} environments with rollouts of {numSteps} steps need {needed >> 20} MiB ({PerEnvironment} bytes each), "
            + $"but {device} has {free >> 20} MiB free; ")
            + (most > 0 ? $"at most {most} fit: use fewer numEnvs or numSteps." : "use a smaller network, or the device 'cpu'."));
    }

    /// <summary>The same for workers that share parameters, each with environments of its own.</summary>
    /// <param name="workers">Workers.</param>
    /// <param name="numEnvs">Environments of each.</param>
    /// <param name="numSteps">Time steps of a rollout.</param>
    /// <param name="free">Bytes that the device can still give.</param>
    /// <param name="device">Its name.</param>
    /// <exception cref="GpuAcException">
    /// They do not fit; the message says how many environments per worker, or how many workers, would.
    /// </exception>
    public void RequireWorkers(int workers, int numEnvs, int numSteps, long free, string device)
    {
        long worker = Network + Partials + (PerEnvironment * numEnvs), needed = Reserve + Network + (worker * workers);
        if (needed <= free)
            return;
        long left = free - Reserve - Network;
        long mostEnvs = ((left / workers) - Network - Partials) / PerEnvironment, mostWorkers = left / worker;
        throw new GpuAcException(string.Create(
            CultureInfo.InvariantCulture,
            $"{workers} workers of {numEnvs} environments with rollouts of {numSteps} steps need {needed >> 20} MiB ")
            + $"({PerEnvironment} bytes per environment), but {device} has {free >> 20} MiB free; "
            + (mostEnvs > 0 && mostWorkers > 0
                ? $"at most {mostEnvs} a worker fit, or {mostWorkers} workers: use fewer numEnvs, or numWorkers={mostWorkers}."
                : mostEnvs > 0 ? $"at most {mostEnvs} a worker fit: use fewer numEnvs or numSteps."
                : mostWorkers > 0 ? $"at most {mostWorkers} workers fit: use numWorkers={mostWorkers}."
                : "use a smaller network, or the device 'cpu'."));
    }
}
