using ILGPU.Backends.C;
using ILGPU.Backends.OpenCL;
using ILGPU.Frontend;
using ILGPU.Runtime.Devices;
using ILGPU.Runtime.Launch;

namespace ILGPU.Runtime.OpenCL;

/// <summary>A kernel on an OpenCL device.</summary>
internal sealed unsafe class CLKernel(CLAccelerator accelerator, KernelMethod method, KernelSpecialization specialization)
    : DeviceKernel<CLProgram>(accelerator, method, specialization, MakeDialect(accelerator))
{
    private const int PreferredGroup = 128;

    private readonly Lock launch = new();
    private readonly CLStorage? fault = accelerator.Context.Properties.EnableAssertions ? FaultRecord(accelerator) : null;

    internal override void Launch(AcceleratorStream stream, in KernelConfig config, void** arguments)
    {
        CheckConfig(config);
        Run(stream, config, default, arguments);
    }

    internal override void LaunchImplicit(AcceleratorStream stream, Index3D extent, int groupSize, void** arguments)
    {
        if (extent.X <= 0 || extent.Y <= 0 || extent.Z <= 0)
            return;
        var size = groupSize > 0 ? groupSize : (int)Math.Min(Math.Min(PreferredGroup, Accelerator.MaxNumThreadsPerGroup), extent.LongSize);
        var group = LaunchGroup.Shape(extent, size);
        var grid = new Index3D((extent.X + group.X - 1) / group.X, (extent.Y + group.Y - 1) / group.Y, (extent.Z + group.Z - 1) / group.Z);
        var config = new KernelConfig(grid, group);
        CheckConfig(config);
        Run(stream, config, extent, arguments);
    }

    private protected override CLProgram Compile(KernelSource source) => new((CLAccelerator)Accelerator, source, Method.Name);

    private protected override void Release()
    {
        base.Release();
        fault?.Free();
    }

    private static OpenCLDialect MakeDialect(CLAccelerator accelerator) =>
        new(CLDevice.EmulatedWarpSize, accelerator.Context.Properties.MathMode != MathMode.Default, accelerator.Device.HasDouble);

    private static CLStorage FaultRecord(CLAccelerator accelerator)
    {
        int status;
        var memory = OpenCLNative.CreateBuffer(accelerator.ContextPtr, 1, 4096, null, &status);
        CLException.Check(status, "clCreateBuffer");
        var storage = new CLStorage(memory);
        storage.MemSet(accelerator.DefaultStream, 0, 0, 4096);
        accelerator.DefaultStream.Synchronize();
        return storage;
    }

    private void Run(AcceleratorStream stream, in KernelConfig config, Index3D extent, void** arguments)
    {
        if (stream is not CLStream queue || queue.Accelerator != Accelerator)
            throw new ArgumentException(
                $"Kernel {Method.Name} runs on {Accelerator.Name}, but the stream belongs to {stream.Accelerator.Name}.");
        var program = Compiled(new ReadOnlySpan<nint>(arguments, Method.Parameters.Length));
        var (grid, group) = config;
        if (group.LongSize > program.LargestGroup)
            throw new ArgumentException(
                $"Kernel {Method.Name} cannot be launched with groups of {group.LongSize} threads: "
                + $"{Accelerator.Name} allows it {program.LargestGroup}.");
        CheckShared(program, config);
        var global = stackalloc nuint[] { (nuint)grid.X * (nuint)group.X, (nuint)grid.Y * (nuint)group.Y, (nuint)grid.Z * (nuint)group.Z };
        var local = stackalloc nuint[] { (nuint)group.X, (nuint)group.Y, (nuint)group.Z };
        var dimensions = grid.Z * group.Z > 1 ? 3u : grid.Y * group.Y > 1 ? 2u : 1u;
        lock (launch)
        {
            SetArguments(program, config, extent, arguments);
            CLException.Check(
                OpenCLNative.EnqueueNDRangeKernel(queue.CommandQueue, program.Kernel, dimensions, null, global, local, 0, null, null),
                "clEnqueueNDRangeKernel", Method.Name);
        }

        if (fault is not null)
            CheckFault(queue, program);
    }

    private void CheckShared(CLProgram program, in KernelConfig config)
    {
        var bytes = program.Source.SharedBytes + config.SharedMemoryConfig.ArraySize;
        if (bytes > Accelerator.MaxSharedMemoryPerGroup)
            throw new ArgumentException(
                $"Kernel {Method.Name} needs {bytes} bytes of shared memory in a group: "
                + $"{Accelerator.Name} allows {Accelerator.MaxSharedMemoryPerGroup}.");
    }

    private void SetArguments(CLProgram program, in KernelConfig config, Index3D extent, void** arguments)
    {
        uint index = 0;
        foreach (var argument in program.Source.Arguments)
        {
            switch (argument.Kind)
            {
                case ArgumentKind.Plain:
                    Set(program, index++, argument.Size, (byte*)arguments[argument.Parameter] + argument.Offset);
                    break;
                case ArgumentKind.View:
                    var view = View((nint)arguments[argument.Parameter], argument);
                    var memory = view.Buffer?.NativePtr ?? fault?.Pointer ?? 0;
                    long offset = view.Pointer, length = view.Length;
                    Set(program, index++, sizeof(nint), &memory);
                    Set(program, index++, sizeof(long), &offset);
                    Set(program, index++, sizeof(long), &length);
                    break;
                case ArgumentKind.Extent:
                    var count = argument.Parameter == 0 ? extent.X : argument.Parameter == 1 ? extent.Y : extent.Z;
                    Set(program, index++, sizeof(int), &count);
                    break;
                case ArgumentKind.DynamicShared:
                    Set(program, index++, Math.Max(16, config.SharedMemoryConfig.ArraySize), null);
                    break;
                case ArgumentKind.DynamicBytes:
                    var bytes = config.SharedMemoryConfig.ArraySize;
                    Set(program, index++, sizeof(int), &bytes);
                    break;
                case ArgumentKind.Exchange:
                    Set(program, index++, (int)(config.GroupDim.LongSize * sizeof(ulong)), null);
                    break;
                default:
                    var record = fault!.Pointer;
                    Set(program, index++, sizeof(nint), &record);
                    break;
            }
        }
    }

    private void Set(CLProgram program, uint index, int size, void* value) =>
        CLException.Check(OpenCLNative.SetKernelArg(program.Kernel, index, (nuint)size, value), "clSetKernelArg", Method.Name);

    private void CheckFault(CLStream queue, CLProgram program)
    {
        var record = stackalloc long[4];
        fault!.Read(queue, 0, (nint)record, 4 * sizeof(long));
        if (*(int*)record == 0)
            return;
        fault.MemSet(queue, 0, 0, 4 * sizeof(long));
        throw Fault(program.Source, new ReadOnlySpan<long>(record, 4));
    }
}
