namespace GpuAc.Kernels.Accelerators;

/// <summary>An accelerator of this machine, or why there is none of its kind.</summary>
/// <param name="Kind">cuda, opencl or ilgpu-cpu.</param>
/// <param name="Name">What its driver calls it; null where there is none.</param>
/// <param name="MemoryBytes">Bytes of its memory; 0 where there is none.</param>
/// <param name="Multiprocessors">Its multiprocessors or compute units; 0 where there is none.</param>
/// <param name="Version">Compute capability, OpenCL version or .NET version; null where the runtime does not say.</param>
/// <param name="Absence">Why there is none of this kind; null for one that is there.</param>
public sealed record AcceleratorEntry(string Kind, string? Name, long MemoryBytes, int Multiprocessors, string? Version, string? Absence);
