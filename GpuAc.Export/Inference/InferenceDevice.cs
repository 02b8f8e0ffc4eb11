namespace GpuAc.Export.Inference;

/// <summary>Where ONNX Runtime computes.</summary>
public enum InferenceDevice
{
    /// <summary>The CPU. Fastest for networks of usual size for control: a launch on a GPU takes longer than the whole policy.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU; an error when there is none, or when this build of ONNX Runtime lacks the CUDA provider.</summary>
    Cuda,

    /// <summary>An NVIDIA GPU when it can be used, else the CPU with a warning.</summary>
    Auto,
}
