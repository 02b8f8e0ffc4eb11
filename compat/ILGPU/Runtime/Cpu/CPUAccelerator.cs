using ILGPU.Frontend;

namespace ILGPU.Runtime.CPU;

/// <summary>Runs kernels on the CPU, by calling their method.</summary>
/// <remarks>
/// Launches return when the kernel has run. Kernels without barriers run over all cores; the others simulate each thread of a
/// group with one of the system's threads, for debugging and tests.
/// </remarks>
public sealed class CPUAccelerator : Accelerator
{
    internal CPUAccelerator(Context context, CPUDevice device, CPUAcceleratorMode mode)
        : base(context, device)
    {
        Mode = mode;
        DefaultStream = new CpuStream(this);
    }

    /// <summary>How groups are run.</summary>
    public CPUAcceleratorMode Mode { get; }

    internal int Workers => Mode == CPUAcceleratorMode.Sequential ? 1 : Environment.ProcessorCount;

    /// <inheritdoc/>
    public override void Synchronize()
    {
        // Launches and copies are done when they return.
    }

    private protected override Kernel LoadCore(KernelMethod method, KernelSpecialization specialization) =>
        new CpuKernel(this, method, specialization);

    private protected override BufferStorage AllocateCore(long bytes)
    {
        if (bytes > MemorySize)
            throw OutOfMemory(bytes);
        try
        {
            return new CpuStorage(bytes);
        }
        catch (OutOfMemoryException exception)
        {
            throw OutOfMemory(bytes, exception);
        }
    }

    private protected override AcceleratorStream CreateStreamCore() => new CpuStream(this);

    private protected override void Release()
    {
        // Buffers and kernels have been released; nothing else is held.
    }
}
