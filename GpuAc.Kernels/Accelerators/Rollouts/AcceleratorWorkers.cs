using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>Engines that share parameters on one accelerator, each with a queue, environments and weights of its own.</summary>
internal static class AcceleratorWorkers
{
    /// <summary>
    /// Number of workers where none was asked for. While the host waits for one worker's push, others keep the device busy; a few suffice
    /// for that, and each further one makes gradients staler and keeps another copy of weights and rollouts in memory. Larger batches
    /// (NumEnvs) fill a device better.
    /// </summary>
    public const int DefaultCount = 4;

    /// <summary>Allocates everything that the workers need, and compiles their kernels.</summary>
    /// <param name="device">Device; from now on the engines' to dispose.</param>
    /// <param name="network">Network description.</param>
    /// <param name="initial">Its first parameters.</param>
    /// <param name="plan">Sizes of one worker, seed.</param>
    /// <param name="count">Workers.</param>
    /// <exception cref="GpuAcException">They do not fit into the device's memory, all together.</exception>
    public static AsynchronousEngines<TLoss> Create<TEnv, TDistribution, TLoss>(
        AcceleratorDevice device, ActorCriticSpec network, float[] initial, RolloutPlan plan, int count)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
        where TLoss : unmanaged, IPolicyLoss
    {
        EnvironmentSpec spec = TEnv.Spec;
        var layout = new PaddedLayout(network);
        MemoryDemand.Of(device, spec, layout, plan, TDistribution.ActionComponents(spec.Action.Size))
            .RequireWorkers(count, plan.NumEnvs, plan.NumSteps, device.FreeBytes, device.Accelerator.Name);
        var shared = new SharedParameterBuffers(device, layout);
        shared.State.Upload(initial);
        return AsynchronousEngines<TLoss>.Create(count, plan, shared, own => new AcceleratorOnPolicyEngine<TEnv, TDistribution, TLoss>(
            device.AddQueue(), network, initial, own, shared));
    }
}
