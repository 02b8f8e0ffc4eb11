namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>What one kernel, or one phase of a few, was measured at.</summary>
/// <param name="Name">Name.</param>
/// <param name="Seconds">Median time of a run.</param>
/// <param name="Flops">Floating-point operations of a run, those of dense layers alone.</param>
/// <param name="Bytes">Bytes of device memory that a run cannot do without reading or writing.</param>
/// <param name="EnvSteps">Environment steps of a run; 0 where there are none.</param>
/// <param name="SharedBytes">Shared memory of a group; 0 where the tile lies in device memory.</param>
public sealed record KernelTiming(
    string Name, double Seconds, double Flops, double Bytes, double EnvSteps, int SharedBytes);
