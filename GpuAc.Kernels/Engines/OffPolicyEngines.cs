using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Accelerators.Exploration;
using GpuAc.Kernels.Cpu.Exploration;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Engines;

/// <summary>Makes the off-policy skeletons for the device that was asked for.</summary>
public static class OffPolicyEngines
{
    /// <summary>An engine; the caller's to dispose.</summary>
    /// <typeparam name="TEnv">Environment.</typeparam>
    /// <typeparam name="TExplorer">How actions are chosen while learning.</typeparam>
    /// <typeparam name="TUpdate">The algorithm's update.</typeparam>
    /// <param name="networks">The networks.</param>
    /// <param name="parameters">Their first parameters.</param>
    /// <param name="run">Sizes, exploration and how to learn.</param>
    /// <param name="update">The update, with its coefficients.</param>
    /// <param name="options">Device, threads, lane width.</param>
    /// <exception cref="GpuAcException">
    /// The environment's specification cannot be used, the networks do not fit it, or the device is not there, or cannot hold or translate
    /// what is asked of it.
    /// </exception>
    public static IOffPolicyEngine Create<TEnv, TExplorer, TUpdate>(
        OffPolicySpec networks, float[] parameters, OffPolicyRun run, TUpdate update, EngineOptions options)
        where TEnv : struct, IEnvironment
        where TExplorer : struct, IExplorer
        where TUpdate : unmanaged, IOffPolicyUpdate
    {
        EngineInputs.Require<TEnv>(networks, parameters);
        DeviceKind kind = DeviceCatalog.Resolve(options.Device);
        DeviceEngine.RequireNoExchange(kind, options);
        if (kind != DeviceKind.Cpu && run.Learning.TargetRule is { } rule)
            throw new GpuAcException(
                $"The rule '{rule.Name}', by which targets follow, is made for CPU cores and not for the device "
                + $"'{DeviceKinds.NameOf(kind)}'. The device 'cpu' runs it.");
        return kind == DeviceKind.Cpu
            ? LaneWidth.Accept(
                LaneWidth.Choose(options.LaneWidth),
                new CpuEngine<TEnv, TExplorer, TUpdate>(
                    networks, parameters, run, update, options.Threads ?? Environment.ProcessorCount, options.GradientExchange))
            : DeviceEngine.Open<IOffPolicyEngine>(kind, TEnv.Spec.Id, device =>
                new AcceleratorOffPolicyEngine<TEnv, TExplorer, TUpdate>(device, networks, parameters, run, update));
    }

    private sealed class CpuEngine<TEnv, TExplorer, TUpdate>(
        OffPolicySpec networks, float[] parameters, OffPolicyRun run, TUpdate update, int threads, IGradientExchange? exchange)
        : ILaneVisitor<IOffPolicyEngine>
        where TEnv : struct, IEnvironment
        where TExplorer : struct, IExplorer
        where TUpdate : unmanaged, IOffPolicyUpdate
    {
        public IOffPolicyEngine Visit<F>()
            where F : struct, IFloatLane<F> =>
            new CpuOffPolicyEngine<TEnv, TExplorer, TUpdate, F>(networks, parameters, run, update, threads, exchange);
    }
}
