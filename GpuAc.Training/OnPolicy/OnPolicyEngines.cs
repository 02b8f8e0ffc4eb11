using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Distributions;
using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Networks;
using GpuAc.Kernels.Optimizers;
using GpuAc.Training.Accelerators;
using GpuAc.Training.Rollouts;

namespace GpuAc.Training.OnPolicy;

/// <summary>Makes the on-policy skeletons for the device that was asked for.</summary>
internal static class OnPolicyEngines
{
    /// <summary>An engine; the caller's to dispose.</summary>
    /// <param name="network">Network description.</param>
    /// <param name="parameters">Its first parameters.</param>
    /// <param name="plan">Sizes, seed and normalisation.</param>
    /// <param name="optimizer">Optimiser that will be asked for.</param>
    /// <param name="options">Device, threads, lane width.</param>
    /// <exception cref="Kernels.GpuAcException">The device is not there, or cannot hold or translate what is asked of it.</exception>
    public static IOnPolicyEngine Create<TEnv, TDistribution, TLoss>(
        ActorCriticSpec network, float[] parameters, RolloutPlan plan, OptimizerConfig optimizer, TrainerOptions options)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
        where TLoss : struct, IPolicyLoss => options.Device == DeviceKind.Cpu
        ? OnCpu<TEnv, TDistribution, TLoss>(
            options.LaneWidth, new(network, parameters, plan, options.Threads ?? Environment.ProcessorCount, optimizer, null))
        : OnAccelerator<TEnv, TDistribution, TLoss>(options.Device, network, parameters, plan);

    /// <summary>Engines that share parameters; the caller's to dispose.</summary>
    /// <param name="network">Network description.</param>
    /// <param name="parameters">Its first parameters.</param>
    /// <param name="plan">Sizes of one worker, seed.</param>
    /// <param name="optimizer">Optimiser that will be asked for.</param>
    /// <param name="count">Workers, or 0 for as many as suit the device: one a thread on a CPU.</param>
    /// <param name="options">Device, threads, lane width.</param>
    /// <exception cref="Kernels.GpuAcException">The device is not there, or cannot hold or translate what is asked of it.</exception>
    public static AsynchronousEngines CreateAsynchronous<TEnv, TDistribution, TLoss>(
        ActorCriticSpec network, float[] parameters, RolloutPlan plan, OptimizerConfig optimizer, int count, TrainerOptions options)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
        where TLoss : struct, IPolicyLoss
    {
        if (options.Device != DeviceKind.Cpu)
        {
            return DeviceEngine.Open(
                options.Device,
                TEnv.Spec.Id,
                device => AcceleratorWorkers.Create<TEnv, TDistribution, TLoss>(
                    device, network, parameters, plan, count > 0 ? count : AcceleratorWorkers.DefaultCount));
        }

        var shared = new SharedParameters(new PaddedLayout(network));
        shared.State.Upload(parameters);
        // The first rehearses for all.
        return AsynchronousEngines.Create(count > 0 ? count : options.Threads ?? Environment.ProcessorCount, plan, shared, own =>
            OnCpu<TEnv, TDistribution, TLoss>(
                options.LaneWidth, new(network, parameters, own, 1, own.FirstEnvironment == 0 ? optimizer : null, shared)));
    }

    private static IOnPolicyEngine OnCpu<TEnv, TDistribution, TLoss>(int? laneWidth, CpuEngine<TEnv, TDistribution, TLoss> engine)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
        where TLoss : struct, IPolicyLoss => LaneWidth.Accept(LaneWidth.Choose(laneWidth), engine);

    private static IOnPolicyEngine OnAccelerator<TEnv, TDistribution, TLoss>(
        DeviceKind kind, ActorCriticSpec network, float[] parameters, RolloutPlan plan)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
        where TLoss : struct, IPolicyLoss => DeviceEngine.Open<IOnPolicyEngine>(kind, TEnv.Spec.Id, device =>
        new AcceleratorOnPolicyEngine<TEnv, TDistribution, TLoss>(device, network, parameters, plan));

    private sealed class CpuEngine<TEnv, TDistribution, TLoss>(
        ActorCriticSpec network, float[] parameters, RolloutPlan plan, int threads, OptimizerConfig? optimizer, SharedParameters? shared)
        : ILaneVisitor<IOnPolicyEngine>
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
        where TLoss : struct, IPolicyLoss
    {
        public IOnPolicyEngine Visit<F>()
            where F : struct, IFloatLane<F> =>
            new CpuOnPolicyEngine<TEnv, TDistribution, TLoss, F>(network, parameters, plan, threads, optimizer, shared);
    }
}
