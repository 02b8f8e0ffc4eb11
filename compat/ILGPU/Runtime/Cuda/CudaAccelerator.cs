using ILGPU.Frontend;
using ILGPU.Runtime.Devices;

namespace ILGPU.Runtime.Cuda;

/// <summary>An NVIDIA GPU in use, through its primary context.</summary>
public sealed unsafe class CudaAccelerator : Accelerator
{
    private readonly nint context;

    internal CudaAccelerator(Context context, CudaDevice device)
        : base(context, device)
    {
        Device = device;
        nint retained;
        CudaException.Check(CudaNative.PrimaryContextRetain(&retained, device.DeviceId), "cuDevicePrimaryCtxRetain");
        this.context = retained;
        Bind();
        DefaultStream = new CudaStream(this, 0, isOwned: false);
        Cache = DiskCache.For(context.Properties);
    }

    /// <summary>The device.</summary>
    public new CudaDevice Device { get; }

    internal DiskCache Cache { get; }

    internal override long? FreeBytes
    {
        get
        {
            Bind();
            nuint free, total;
            return CudaNative.MemGetInfo(&free, &total) == 0 ? (long)free : null;
        }
    }

    /// <summary>Makes the GPU current in this thread.</summary>
    public override void Bind() => CudaException.Check(CudaNative.ContextSetCurrent(context), "cuCtxSetCurrent");

    /// <inheritdoc/>
    public override void Synchronize()
    {
        Bind();
        CudaException.Check(CudaNative.ContextSynchronize(), "cuCtxSynchronize");
    }

    /// <summary>Bytes that can still be had.</summary>
    public long GetFreeMemory() => FreeBytes ?? throw new CudaException("cuMemGetInfo failed.");

    private protected override Kernel LoadCore(KernelMethod method, KernelSpecialization specialization) =>
        new CudaKernel(this, method, specialization);

    private protected override BufferStorage AllocateCore(long bytes)
    {
        const int OutOfMemoryStatus = 2;
        Bind();
        nint pointer;
        var status = CudaNative.MemAlloc(&pointer, (nuint)(bytes + 64));
        if (status == OutOfMemoryStatus)
            throw OutOfMemory(bytes);
        CudaException.Check(status, "cuMemAlloc");
        return new CudaStorage(this, pointer);
    }

    private protected override AcceleratorStream CreateStreamCore()
    {
        const uint NonBlocking = 1;
        Bind();
        nint stream;
        CudaException.Check(CudaNative.StreamCreate(&stream, NonBlocking), "cuStreamCreate");
        return new CudaStream(this, stream, isOwned: true);
    }

    private protected override void Release() =>
        CudaException.Check(CudaNative.PrimaryContextRelease(Device.DeviceId), "cuDevicePrimaryCtxRelease");
}
