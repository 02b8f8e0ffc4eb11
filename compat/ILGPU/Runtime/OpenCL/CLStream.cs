namespace ILGPU.Runtime.OpenCL;

/// <summary>An OpenCL command queue, in order.</summary>
public sealed unsafe class CLStream : AcceleratorStream
{
    private const ulong ProfilingEnable = 2;

    private readonly CLAccelerator owner;

    internal CLStream(CLAccelerator accelerator)
        : base(accelerator)
    {
        owner = accelerator;
        int status;
        CommandQueue = OpenCLNative.CreateCommandQueue(
            accelerator.ContextPtr, accelerator.Device.DeviceId,
            accelerator.Context.Properties.EnableProfiling ? ProfilingEnable : 0, &status);
        CLException.Check(status, "clCreateCommandQueue");
    }

    /// <summary>Handle of the queue.</summary>
    public nint CommandQueue { get; }

    /// <inheritdoc/>
    public override void Synchronize() => CLException.Check(OpenCLNative.Finish(CommandQueue), "clFinish");

    private protected override ProfilingMarker CreateMarker() => new CLProfilingMarker(this);

    private protected override void Release()
    {
        owner.Forget(this);
        CLException.Check(OpenCLNative.ReleaseCommandQueue(CommandQueue), "clReleaseCommandQueue");
    }
}
