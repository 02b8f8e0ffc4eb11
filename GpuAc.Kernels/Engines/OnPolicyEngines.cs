using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Accelerators.Rollouts;
using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Cpu.Rollouts;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Engines;

/// <summary>Makes the on-policy skeletons for the device that was asked for.</summary>
public static class OnPolicyEngines
{
    /// <summary>An engine; the caller's to dispose.</summary>
    /// <param name="network">Network description.</param>
    /// <param name="parameters">Its first parameters.</param>
    /// <param name="plan">Sizes, seed and normalisation.</param>
    /// <param name="optimizer">Optimiser that will be asked for.</param>
    /// <param name="options">Device, threads, lane width.</param>
    /// <exception cref="GpuAcException">
    /// The environment's specification cannot be used, the networks do not fit it, or the device is not there, or cannot hold or translate
    /// what is asked of it.
    /// </exception>
    public static IOnPolicyEngine<TLoss> Create<TEnv, TDistribution, TLoss>(
        ActorCriticSpec network, float[] parameters, RolloutPlan plan, OptimizerConfig optimizer, EngineOptions options)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
        where TLoss : unmanaged, IPolicyLoss
    {
        EngineInputs.Require<TEnv, TDistribution>(network, parameters);
        DeviceKind kind = DeviceCatalog.Resolve(options.Device);
        DeviceEngine.RequireNoExchange(kind, options);
        return kind == DeviceKind.Cpu
            ? OnCpu<TEnv, TDistribution, TLoss>(
                options.LaneWidth,
                new(network, parameters, plan, options.Threads ?? Environment.ProcessorCount, optimizer, null, options.GradientExchange))
            : DeviceEngine.Open<IOnPolicyEngine<TLoss>>(kind, TEnv.Spec.Id, device =>
                new AcceleratorOnPolicyEngine<TEnv, TDistribution, TLoss>(device, network, parameters, plan));
    }

    /// <summary>Engines that share parameters; the caller's to dispose.</summary>
    /// <param name="network">Network description.</param>
    /// <param name="parameters">Its first parameters.</param>
    /// <param name="plan">Sizes of one worker, seed.</param>
    /// <param name="optimizer">Optimiser that will be asked for.</param>
    /// <param name="count">Workers, or 0 for as many as suit the device: one per thread on a CPU.</param>
    /// <param name="options">Device, threads, lane width.</param>
    /// <exception cref="GpuAcException">
    /// The environment's specification cannot be used, the networks do not fit it, or the device is not there, or cannot hold or translate
    /// what is asked of it.
    /// </exception>
    public static AsynchronousEngines<TLoss> CreateAsynchronous<TEnv, TDistribution, TLoss>(
        ActorCriticSpec network, float[] parameters, RolloutPlan plan, OptimizerConfig optimizer, int count, EngineOptions options)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
        where TLoss : unmanaged, IPolicyLoss
    {
        EngineInputs.Require<TEnv, TDistribution>(network, parameters);
        if (options.GradientExchange != null)
            throw new GpuAcException(
                "'GradientExchange' is for algorithms whose workers step together, but these push gradients one by one; leave it null.");
        DeviceKind kind = DeviceCatalog.Resolve(options.Device);
        if (kind != DeviceKind.Cpu)
        {
            return DeviceEngine.Open(
                kind,
                TEnv.Spec.Id,
                device => AcceleratorWorkers.Create<TEnv, TDistribution, TLoss>(
                    device, network, parameters, plan, count > 0 ? count : AcceleratorWorkers.DefaultCount));
        }

        var shared = new SharedParameters(new PaddedLayout(network));
        shared.State.Upload(parameters);
        // The first rehearses for all.
        return AsynchronousEngines<TLoss>.Create(count > 0 ? count : options.Threads ?? Environment.ProcessorCount, plan, shared, own =>
            OnCpu<TEnv, TDistribution, TLoss>(
                options.LaneWidth, new(network, parameters, own, 1, own.FirstEnvironment == 0 ? optimizer : null, shared, null)));
    }

    private static IOnPolicyEngine<TLoss> OnCpu<TEnv, TDistribution, TLoss>(int? laneWidth, CpuEngine<TEnv, TDistribution, TLoss> engine)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
        where TLoss : unmanaged, IPolicyLoss => LaneWidth.Accept(LaneWidth.Choose(laneWidth), engine);

    private sealed class CpuEngine<TEnv, TDistribution, TLoss>(
        ActorCriticSpec network, float[] parameters, RolloutPlan plan, int threads, OptimizerConfig? optimizer, SharedParameters? shared,
        IGradientExchange? exchange)
        : ILaneVisitor<IOnPolicyEngine<TLoss>>
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
        where TLoss : unmanaged, IPolicyLoss
    {
        public IOnPolicyEngine<TLoss> Visit<F>()
            where F : struct, IFloatLane<F> =>
            new CpuOnPolicyEngine<TEnv, TDistribution, TLoss, F>(network, parameters, plan, threads, optimizer, shared, exchange);
    }
}
