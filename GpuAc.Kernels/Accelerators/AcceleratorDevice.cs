using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuAc.Kernels.Accelerators;

/// <summary>A GPU (or an OpenCL device) in use: its accelerator, a queue of work on it, and what it can hold.</summary>
/// <remarks>
/// What <see cref="Open"/> gives owns context and accelerator; what <see cref="AddQueue"/> gives uses the same ones beside it, owns nothing
/// but a queue, and is disposed before it. One queue is for one thread at a time; several of them may be used by as many threads.
/// </remarks>
internal sealed partial class AcceleratorDevice : IDisposable
{
    private readonly Context? context;
    private readonly AcceleratorDevice owner;
    private volatile bool hasFailed;

    private AcceleratorDevice(Context context, Device device)
    {
        this.context = context;
        owner = this;
        Accelerator = device.CreateAccelerator(context);
        Stream = Accelerator.CreateStream();
        bool isGpu = device.AcceleratorType == AcceleratorType.Cuda;
        AskIsGpu(device, ref isGpu);
        IsGpu = isGpu;
    }

    private AcceleratorDevice(AcceleratorDevice owner)
    {
        this.owner = owner;
        Accelerator = owner.Accelerator;
        Stream = Accelerator.CreateStream();
        IsGpu = owner.IsGpu;
    }

    /// <summary>The accelerator.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>The queue that all work goes through.</summary>
    public AcceleratorStream Stream { get; }

    /// <summary>False for a device whose threads are loops on a CPU.</summary>
    public bool IsGpu { get; }

    /// <summary>True once a call has failed on any of the device's queues: it may be lost, and what is in its memory with it.</summary>
    public bool HasFailed => owner.hasFailed;

    /// <summary>Bytes that could still be allocated, as far as known.</summary>
    public long FreeBytes
    {
        get
        {
            long free = Accelerator.MemorySize;
            AskFreeBytes(Accelerator, ref free);
            return free;
        }
    }

    /// <summary>Registers that a thread of a loaded kernel takes, or 0 where that is not known.</summary>
    /// <param name="launcher">What loading the kernel gave.</param>
    public static int RegistersOf(Delegate launcher)
    {
        int registers = 0;
        AskRegisters(launcher, ref registers);
        return registers;
    }

    /// <summary>Starts using the first device of a kind; for OpenCL, a GPU where there is one.</summary>
    /// <param name="kind">Kind.</param>
    /// <exception cref="GpuAcException">There is none; the message says why, as far as known.</exception>
    public static AcceleratorDevice Open(DeviceKind kind)
    {
        try
        {
            Context context = Create();
            Device? device = Find(context, kind);
            if (device != null)
                return new AcceleratorDevice(context, device);
            context.Dispose();
        }
        catch (Exception cause) when (cause is AcceleratorException or DllNotFoundException)
        {
            throw new GpuAcException(
                $"Device '{Name(kind)}' cannot be used: {cause.Message.TrimEnd('.')}. "
                + "Use --device cpu, or 'gpuac devices' to see what there is.",
                cause);
        }

        string reason = string.Empty;
        AskAbsence(kind, ref reason);
        throw new GpuAcException($"Device '{Name(kind)}' is not there{reason}. Use --device cpu, or 'gpuac devices' to see what there is.");
    }

    /// <summary>The kind that <c>auto</c> stands for: CUDA, then OpenCL on a GPU, then the CPU.</summary>
    public static DeviceKind Best()
    {
        using Context context = Create();
        if (context.GetCudaDevices().Count > 0)
            return DeviceKind.Cuda;
        foreach (CLDevice device in context.GetCLDevices())
        {
            bool isGpu = true;
            AskIsGpu(device, ref isGpu);
            if (isGpu)
                return DeviceKind.OpenCL;
        }

        return DeviceKind.Cpu;
    }

    /// <summary>
    /// Another queue of the same device, whose work runs beside that of others. The caller's to dispose, before the device.
    /// </summary>
    public AcceleratorDevice AddQueue() => new(owner);

    /// <summary>Says that a call has failed.</summary>
    public void MarkFailed() => owner.hasFailed = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        Stream.Dispose();
        if (owner != this)
            return;
        Accelerator.Dispose();
        context!.Dispose();
    }

    // Multiply-adds may be fused: that is most of a GPU's speed, and no less exact.
    private static Context Create() =>
        Context.Create(
            builder => builder.Cuda().OpenCL().Math(MathMode.Fast).Optimize(OptimizationLevel.O2).Profiling().EnableAlgorithms());

    private static Device? Find(Context context, DeviceKind kind)
    {
        if (kind == DeviceKind.Cuda)
            return context.GetCudaDevices().Count > 0 ? context.GetCudaDevice(0) : null;
        Device? first = null;
        foreach (CLDevice device in context.GetCLDevices())
        {
            bool isGpu = true;
            AskIsGpu(device, ref isGpu);
            if (isGpu)
                return device;
            first ??= device;
        }

        return first;
    }

    private static string Name(DeviceKind kind) => kind.ToString().ToLowerInvariant();

    // Answered beside ILGPU's API, where our own runtime is in use; otherwise the values stay.
    static partial void AskIsGpu(Device device, ref bool isGpu);

    static partial void AskFreeBytes(Accelerator accelerator, ref long bytes);

    static partial void AskRegisters(Delegate launcher, ref int registers);

    static partial void AskAbsence(DeviceKind kind, ref string reason);
}
