using ILGPU.Backends.C;
using ILGPU.Backends.Cuda;
using ILGPU.Frontend;
using ILGPU.Runtime.Devices;
using ILGPU.Runtime.Launch;

namespace ILGPU.Runtime.Cuda;

/// <summary>A kernel on an NVIDIA GPU.</summary>
internal sealed unsafe class CudaKernel(CudaAccelerator accelerator, KernelMethod method, KernelSpecialization specialization)
    : DeviceKernel<CudaProgram>(accelerator, method, specialization, new CudaDialect())
{
    private const int PreferredGroup = 256;
    private const int LargestArgumentBlock = 8192;

    private CudaProgram? lastCompiled;
    private readonly CudaStorage? fault = accelerator.Context.Properties.EnableAssertions ? FaultRecord(accelerator) : null;

    internal override int? Registers => lastCompiled?.Registers;

    internal override void Launch(AcceleratorStream stream, in KernelConfig config, void** arguments)
    {
        CheckConfig(config);
        Run(stream, config, default, arguments);
    }

    internal override void LaunchImplicit(AcceleratorStream stream, Index3D extent, int groupSize, void** arguments)
    {
        if (extent.X <= 0 || extent.Y <= 0 || extent.Z <= 0)
            return;
        var size = groupSize > 0
            ? groupSize
            : (int)Math.Min(Specialization.MaxNumThreadsPerGroup ?? PreferredGroup, Math.Max(32, extent.LongSize));
        var group = LaunchGroup.Shape(extent, size);
        var config = new KernelConfig(
            new Index3D((extent.X + group.X - 1) / group.X, (extent.Y + group.Y - 1) / group.Y, (extent.Z + group.Z - 1) / group.Z),
            group);
        CheckConfig(config);
        Run(stream, config, extent, arguments);
    }

    private protected override CudaProgram Compile(KernelSource source) =>
        lastCompiled = new((CudaAccelerator)Accelerator, source, Method.Name);

    private protected override void Release()
    {
        base.Release();
        fault?.Free();
    }

    private static CudaStorage FaultRecord(CudaAccelerator accelerator)
    {
        accelerator.Bind();
        nint pointer;
        CudaException.Check(CudaNative.MemAlloc(&pointer, 4096), "cuMemAlloc");
        var storage = new CudaStorage(accelerator, pointer);
        storage.MemSet(accelerator.DefaultStream, 0, 0, 4096);
        accelerator.DefaultStream.Synchronize();
        return storage;
    }

    private void Run(AcceleratorStream stream, in KernelConfig config, Index3D extent, void** arguments)
    {
        if (stream is not CudaStream own || own.Accelerator != Accelerator)
            throw new ArgumentException(
                $"Kernel {Method.Name} runs on {Accelerator.Name}, but the stream belongs to {stream.Accelerator.Name}.");
        Accelerator.Bind();
        var program = Compiled(new ReadOnlySpan<nint>(arguments, Method.Parameters.Length));
        var (grid, group) = config;
        if (group.LongSize > program.LargestGroup)
            throw new ArgumentException(
                $"Kernel {Method.Name} cannot be launched with groups of {group.LongSize} threads: "
                + $"its {program.Registers} registers a thread allow {program.LargestGroup}.");
        var dynamicBytes = config.SharedMemoryConfig.ArraySize;
        if (program.StaticSharedBytes + dynamicBytes > Accelerator.MaxSharedMemoryPerGroup)
        {
            throw new ArgumentException(
                $"Kernel {Method.Name} needs {program.StaticSharedBytes + dynamicBytes} bytes of shared memory in a group: "
                + $"{Accelerator.Name} allows {Accelerator.MaxSharedMemoryPerGroup}.");
        }

        program.AllowDynamicShared(dynamicBytes, Method.Name);

        // The driver copies arguments when it is called, so they live on this stack.
        var block = stackalloc byte[LargestArgumentBlock];
        var values = stackalloc void*[program.Source.Arguments.Length * 2];
        Fill(program, config, extent, arguments, block, values);
        CudaException.Check(
            CudaNative.LaunchKernel(
                program.Function, (uint)grid.X, (uint)grid.Y, (uint)grid.Z, (uint)group.X, (uint)group.Y, (uint)group.Z,
                (uint)dynamicBytes, own.StreamPtr, values, null),
            "cuLaunchKernel",
            Method.Name);
        if (fault is not null)
            CheckFault(own, program);
    }

    private void Fill(CudaProgram program, in KernelConfig config, Index3D extent, void** arguments, byte* block, void** values)
    {
        var (used, count) = (0, 0);
        void* Take(int bytes)
        {
            if (used + bytes > LargestArgumentBlock)
                throw new ArgumentException($"Kernel {Method.Name} takes more than {LargestArgumentBlock} bytes of arguments.");
            var taken = block + used;
            used += (bytes + 7) / 8 * 8;
            return taken;
        }

        foreach (var argument in program.Source.Arguments)
        {
            switch (argument.Kind)
            {
                case ArgumentKind.Plain:
                    values[count++] = (byte*)arguments[argument.Parameter] + argument.Offset;
                    break;
                case ArgumentKind.View:
                    var view = View((nint)arguments[argument.Parameter], argument);
                    var cell = (long*)Take(2 * sizeof(long));
                    cell[0] = view.Length == 0 && fault is not null ? fault.Pointer : view.Pointer;
                    cell[1] = view.Length;
                    values[count++] = cell;
                    values[count++] = cell + 1;
                    break;
                case ArgumentKind.Extent:
                    var length = (int*)Take(sizeof(int));
                    *length = argument.Parameter == 0 ? extent.X : argument.Parameter == 1 ? extent.Y : extent.Z;
                    values[count++] = length;
                    break;
                case ArgumentKind.DynamicBytes:
                    var bytes = (int*)Take(sizeof(int));
                    *bytes = config.SharedMemoryConfig.ArraySize;
                    values[count++] = bytes;
                    break;
                case ArgumentKind.Fault:
                    var record = (nint*)Take(sizeof(nint));
                    *record = fault!.Pointer;
                    values[count++] = record;
                    break;
                default:
                    throw new InvalidOperationException($"CUDA kernels take no {argument.Kind}.");
            }
        }
    }

    private void CheckFault(CudaStream stream, CudaProgram program)
    {
        var record = stackalloc long[4];
        fault!.Read(stream, 0, (nint)record, 4 * sizeof(long));
        if (*(int*)record == 0)
            return;
        fault.MemSet(stream, 0, 0, 4 * sizeof(long));
        throw Fault(program.Source, new ReadOnlySpan<long>(record, 4));
    }
}
