using ILGPU.Frontend;
using ILGPU.Runtime.Devices;

namespace ILGPU.Runtime.OpenCL;

/// <summary>An OpenCL device in use.</summary>
public sealed unsafe class CLAccelerator : Accelerator
{
    private readonly List<CLStream> streams = [];
    private readonly Lock gate = new();

    internal CLAccelerator(Context context, CLDevice device)
        : base(context, device)
    {
        Device = device;
        var id = device.DeviceId;
        int status;
        ContextPtr = OpenCLNative.CreateContext(null, 1, &id, 0, 0, &status);
        CLException.Check(status, "clCreateContext");
        DefaultStream = CreateStreamCore();
        Cache = DiskCache.For(context.Properties);
    }

    /// <summary>The device.</summary>
    public new CLDevice Device { get; }

    /// <summary>Handle of the OpenCL context.</summary>
    public nint ContextPtr { get; }

    internal DiskCache Cache { get; }

    /// <inheritdoc/>
    public override void Synchronize()
    {
        // Another thread may dispose a stream meanwhile, so each queue is held on to until it has been waited for.
        nint[] queues;
        lock (gate)
        {
            queues = [.. streams.Select(stream => stream.CommandQueue)];
            foreach (var queue in queues)
                CLException.Check(OpenCLNative.RetainCommandQueue(queue), "clRetainCommandQueue");
        }

        foreach (var queue in queues)
        {
            var status = OpenCLNative.Finish(queue);
            CLException.Check(OpenCLNative.ReleaseCommandQueue(queue), "clReleaseCommandQueue");
            CLException.Check(status, "clFinish");
        }
    }

    private protected override Kernel LoadCore(KernelMethod method, KernelSpecialization specialization) =>
        new CLKernel(this, method, specialization);

    internal void Forget(CLStream stream)
    {
        lock (gate)
            streams.Remove(stream);
    }

    private protected override BufferStorage AllocateCore(long bytes)
    {
        // Padding keeps what the checked mode redirects, and buffers of no elements, within memory.
        var padded = (nuint)((bytes + 64 + 63) / 64 * 64);
        if (bytes > Device.MaxAllocation || bytes > MemorySize - LiveBytes)
            throw OutOfMemory(bytes);
        int status;
        var memory = OpenCLNative.CreateBuffer(ContextPtr, 1, padded, null, &status);
        if (status is -4 or -5 or -6 or -61)
            throw OutOfMemory(bytes, new CLException("clCreateBuffer", status, null));
        CLException.Check(status, "clCreateBuffer");
        return new CLStorage(memory);
    }

    private protected override CLStream CreateStreamCore()
    {
        var stream = new CLStream(this);
        lock (gate)
            streams.Add(stream);
        return stream;
    }

    private protected override void Release() => CLException.Check(OpenCLNative.ReleaseContext(ContextPtr), "clReleaseContext");
}
