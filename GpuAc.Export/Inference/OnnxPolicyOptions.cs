namespace GpuAc.Export.Inference;

/// <summary>Settings of <see cref="OnnxPolicy"/>.</summary>
public sealed record OnnxPolicyOptions
{
    /// <summary>Where to compute. The CPU by default.</summary>
    public InferenceDevice Device { get; init; } = InferenceDevice.Cpu;

    /// <summary>Number of the GPU, from 0; unused on the CPU.</summary>
    public int CudaDevice { get; init; }
}
