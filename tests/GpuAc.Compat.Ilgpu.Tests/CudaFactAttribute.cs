using ILGPU.Runtime.Cuda;

namespace GpuAc.Compat.Ilgpu.Tests;

/// <summary>A test that needs an NVIDIA GPU; it is skipped, visibly, where there is none.</summary>
public sealed class CudaFactAttribute : FactAttribute
{
    public CudaFactAttribute() => Skip = CudaDevice.Find(out var absence).Count > 0 ? null : $"No CUDA here: {absence}.";
}

public class CudaPresenceTests
{
    [CudaFact]
    public void Suite_WhereThereIsAGpu_RunsOnCuda() => Assert.Contains(Target.Cuda, Devices.Present);
}
