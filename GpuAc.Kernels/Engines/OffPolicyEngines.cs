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
    /// <param name="options">Device, threads, lane width.</param>
    /// <exception cref="GpuAcException">The device is not there, or cannot hold or translate what is asked of it.</exception>
    public static IOffPolicyEngine Create<TEnv, TExplorer, TUpdate>(
        OffPolicySpec networks, float[] parameters, OffPolicyRun run, EngineOptions options)
        where TEnv : struct, IEnvironment
        where TExplorer : struct, IExplorer
        where TUpdate : struct, IOffPolicyUpdate
    {
        DeviceKind kind = DeviceCatalog.Resolve(options.Device);
        return kind == DeviceKind.Cpu
            ? OnCpu<TEnv, TExplorer, TUpdate>(networks, parameters, run, options)
            : DeviceEngine.Open<IOffPolicyEngine>(kind, TEnv.Spec.Id, device =>
                new AcceleratorOffPolicyEngine<TEnv, TExplorer, TUpdate>(device, networks, parameters, run));
    }

    private static IOffPolicyEngine OnCpu<TEnv, TExplorer, TUpdate>(
        OffPolicySpec networks, float[] parameters, OffPolicyRun run, EngineOptions options)
        where TEnv : struct, IEnvironment
        where TExplorer : struct, IExplorer
        where TUpdate : struct, IOffPolicyUpdate
    {
        int threads = options.Threads ?? Environment.ProcessorCount;
        return LaneWidth.Choose(options.LaneWidth) switch
        {
            16 => new CpuOffPolicyEngine<TEnv, TExplorer, TUpdate, Lane16>(networks, parameters, run, threads),
            8 => new CpuOffPolicyEngine<TEnv, TExplorer, TUpdate, Lane8>(networks, parameters, run, threads),
            4 => new CpuOffPolicyEngine<TEnv, TExplorer, TUpdate, Lane4>(networks, parameters, run, threads),
            _ => new CpuOffPolicyEngine<TEnv, TExplorer, TUpdate, Lane1>(networks, parameters, run, threads),
        };
    }
}
