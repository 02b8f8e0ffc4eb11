using System.Text;
using ILGPU.Runtime.Native;

namespace ILGPU.Runtime.Cuda;

/// <summary>An NVIDIA GPU.</summary>
public sealed unsafe class CudaDevice : Device
{
    private CudaDevice(int ordinal)
    {
        int handle;
        CudaException.Check(CudaNative.DeviceGet(&handle, ordinal), "cuDeviceGet");
        DeviceId = handle;
        var name = stackalloc byte[256];
        CudaException.Check(CudaNative.DeviceGetName(name, 256, handle), "cuDeviceGetName");
        Name = Encoding.UTF8.GetString(name, new ReadOnlySpan<byte>(name, 256).IndexOf((byte)0));
        nuint bytes;
        CudaException.Check(CudaNative.DeviceTotalMem(&bytes, handle), "cuDeviceTotalMem");
        MemorySize = (long)bytes;
        MaxNumThreadsPerGroup = Attribute(1);
        MaxGroupSize = new(Attribute(2), Attribute(3), Attribute(4));
        MaxGridSize = new(Attribute(5), Attribute(6), Attribute(7));
        MaxSharedMemoryPerGroup = Attribute(97);
        MaxConstantMemory = Attribute(9);
        WarpSize = Attribute(10);
        NumMultiprocessors = Attribute(16);
        MaxNumThreadsPerMultiprocessor = Attribute(39);
        Major = Attribute(75);
        Minor = Attribute(76);
        int version;
        CudaException.Check(CudaNative.DriverGetVersion(&version), "cuDriverGetVersion");
        DriverVersion = version;
    }

    /// <inheritdoc/>
    public override AcceleratorType AcceleratorType => AcceleratorType.Cuda;

    /// <summary>Handle of the device.</summary>
    public int DeviceId { get; }

    internal override string Version => $"compute capability {Major}.{Minor}";

    internal int Major { get; }

    internal int Minor { get; }

    internal int DriverVersion { get; }

    /// <inheritdoc/>
    public override Accelerator CreateAccelerator(Context context) => CreateCudaAccelerator(context);

    /// <summary>Starts using the device.</summary>
    public CudaAccelerator CreateCudaAccelerator(Context context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(context, this);
    }

    /// <summary>The devices.</summary>
    /// <param name="absence">Why there are none, otherwise null.</param>
    internal static IReadOnlyList<CudaDevice> Find(out string? absence)
    {
        absence = NativeLibraries.Load(NativeLibraries.Cuda) is { } missing ? $"no NVIDIA driver: {missing}" : null;
        absence ??= NativeLibraries.Load(NativeLibraries.Nvrtc) is { } compiler
            ? $"an NVIDIA driver is there, but not its run-time compiler NVRTC: {compiler}"
            : null;
        if (absence is not null)
            return [];
        var status = CudaNative.Init(0);
        if (status != 0)
        {
            absence = $"an NVIDIA driver is there, but cuInit fails with error {status}";
            return [];
        }

        int count;
        CudaException.Check(CudaNative.DeviceGetCount(&count), "cuDeviceGetCount");
        absence = count == 0 ? "an NVIDIA driver is there, but no GPU" : null;
        return [.. Enumerable.Range(0, count).Select(ordinal => new CudaDevice(ordinal))];
    }

    private int Attribute(int attribute)
    {
        int value;
        CudaException.Check(CudaNative.DeviceGetAttribute(&value, attribute, DeviceId), "cuDeviceGetAttribute");
        return value;
    }
}
