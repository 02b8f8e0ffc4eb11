using GpuAc.Kernels.Accelerators.Driver;
using GpuAc.Kernels.Accelerators.Translation;
using GpuAc.Kernels.Plans;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuAc.Kernels.Accelerators;

/// <summary>Which devices of a machine kernels can run on, and why not on the others.</summary>
internal static class DeviceSurvey
{
    /// <summary>Threads of <see cref="DeviceKind.IlgpuCpu"/>: four warps of 32, as many as the largest group of our kernels.</summary>
    private const int EmulatedWarps = 4;

    /// <summary>Whether the driver library of a kind is installed; it may still find no device.</summary>
    public static bool HasDriver(DeviceKind kind) => kind switch
    {
        DeviceKind.Cuda => NativeLibraries.TryLoad(NativeLibraries.Cuda, out _),
        DeviceKind.OpenCL => NativeLibraries.TryLoad(NativeLibraries.OpenCL, out _),
        DeviceKind.Cpu or DeviceKind.IlgpuCpu => true,
        _ => throw KnownValues.Unknown(kind),
    };

    /// <summary>A context that knows the devices of one kind, usable or not.</summary>
    /// <param name="kind">Any but <see cref="DeviceKind.Cpu"/>.</param>
    public static Context CreateContext(DeviceKind kind)
    {
        NativeLibraries.Register();
        Remappings.Register();
        return Context.Create(builder =>
        {
            switch (kind)
            {
                case DeviceKind.Cuda:
                    builder.Cuda(_ => true);
                    break;
                case DeviceKind.OpenCL:
                    builder.OpenCL(_ => true);
                    break;
                case DeviceKind.IlgpuCpu:
                    builder.CPU(new CPUDevice(32, EmulatedWarps, 1));
                    break;
                case DeviceKind.Cpu:
                    throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a device that ILGPU runs kernels on.");
                default:
                    throw KnownValues.Unknown(kind);
            }

            Configure(builder);
        });
    }

    /// <summary>How kernels are compiled, on every device.</summary>
    /// <remarks>Approximate functions of the device: their errors are of the order of float32's rounding.</remarks>
    public static void Configure(Context.Builder builder) =>
        builder.Math(MathMode.Fast).Optimize(OptimizationLevel.O2).Profiling().EnableAlgorithms();

    /// <summary>The devices of a kind, usable or not; a context has more, since ILGPU adds a CPU of its own.</summary>
    public static IEnumerable<Device> Devices(DeviceKind kind, Context context) => context.Devices.Where(device => kind switch
    {
        DeviceKind.Cuda => device is CudaDevice,
        DeviceKind.OpenCL => device is CLDevice,
        DeviceKind.IlgpuCpu => device is CPUDevice { NumThreads: > 0 },
        DeviceKind.Cpu => false,
        _ => throw KnownValues.Unknown(kind),
    });

    /// <summary>The first device of a kind that can be used, or null.</summary>
    public static Device? Find(DeviceKind kind, Context context) =>
        Devices(kind, context).FirstOrDefault(device => Objection(device) == null);

    /// <summary>Why a device that is there is not used, or null where it can be.</summary>
    public static string? Objection(Device device) => device switch
    {
        CudaDevice { Architecture: null } => $"{device.Name} has a compute capability that ILGPU does not know",
        CudaDevice { InstructionSet: null } cuda =>
            $"the driver of {device.Name}, for CUDA {cuda.DriverVersion.Major}.{cuda.DriverVersion.Minor}, is too old for ILGPU",
        CLDevice cl when cl.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_CPU) =>
            $"{device.Name} is a CPU, where ILGPU's OpenCL code lets groups of threads overwrite each other's shared memory: results could "
            + "be wrong, and the device 'cpu' is faster",
        CLDevice { Capabilities.GenericAddressSpace: false } =>
            $"{device.Name} lacks OpenCL's generic address space (the feature GenericAddressSpace), which ILGPU's code needs",
        _ => null,
    };

    /// <summary>Why a context has no device that can be used.</summary>
    /// <param name="kind">The kind that it was made for.</param>
    /// <param name="context">A context for which <see cref="Find"/> gives null.</param>
    public static string Absence(DeviceKind kind, Context context)
    {
        string[] objections = [.. Devices(kind, context).Select(device => Objection(device)!)];
        if (objections.Length > 0)
            return string.Join("; ", objections);
        return kind switch
        {
            DeviceKind.Cuda => CudaAbsence(),
            DeviceKind.OpenCL => OpenCLAbsence(),
            DeviceKind.Cpu or DeviceKind.IlgpuCpu => $"ILGPU has no device for '{DeviceKinds.NameOf(kind)}'",
            _ => throw KnownValues.Unknown(kind),
        };
    }

    /// <summary>What a device says of its version: compute capability and driver, OpenCL version, or .NET version.</summary>
    public static string VersionOf(Device device) => device switch
    {
        CudaDevice cuda => $"{cuda.Architecture}, CUDA {cuda.DriverVersion.Major}.{cuda.DriverVersion.Minor}",
        CLDevice cl => $"OpenCL {cl.DeviceVersion.Major}.{cl.DeviceVersion.Minor}",
        _ => $".NET {Environment.Version}",
    };

    private static string CudaAbsence()
    {
        if (CudaDriver.Absence("cuInit") is { } absence)
            return OperatingSystem.IsWindows() ? absence : $"{absence} (libcuda.so.1 was not found)";
        CudaError error = CudaDriver.Initialize(0);
        return error == CudaError.CUDA_SUCCESS ? "the CUDA driver finds no GPU" : $"the CUDA driver says {error}";
    }

    private static string OpenCLAbsence() => NativeLibraries.TryLoad(NativeLibraries.OpenCL, out _)
        ? "no OpenCL driver is installed, or none finds a device"
        : "OpenCL is not installed (libOpenCL.so.1 was not found; Debian's package is ocl-icd-libopencl1)";
}
