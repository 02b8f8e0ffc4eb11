using System.Text;
using ILGPU.Runtime.Native;

namespace ILGPU.Runtime.OpenCL;

/// <summary>An OpenCL device.</summary>
public sealed unsafe class CLDevice : Device
{
    /// <summary>
    /// Threads of a warp: shuffles go through shared memory, so any number would do, and this one is that of other devices.
    /// </summary>
    internal const int EmulatedWarpSize = 32;

    private static readonly Lock Gate = new();

    private CLDevice(nint platform, nint id)
    {
        PlatformId = platform;
        DeviceId = id;
        Name = Text(id, 0x102B);
        MemorySize = (long)Number<ulong>(id, 0x101F);
        MaxAllocation = (long)Number<ulong>(id, 0x1010);
        MaxNumThreadsPerGroup = (int)Math.Min(Number<nuint>(id, 0x1004), 1 << 20);
        var sizes = stackalloc nuint[3];
        CLException.Check(OpenCLNative.GetDeviceInfo(id, 0x1005, (nuint)(3 * sizeof(nuint)), sizes, null), "clGetDeviceInfo");
        MaxGroupSize = new(
            (int)Math.Min(sizes[0], int.MaxValue), (int)Math.Min(sizes[1], int.MaxValue), (int)Math.Min(sizes[2], int.MaxValue));
        MaxGridSize = new(int.MaxValue, int.MaxValue, int.MaxValue);
        MaxSharedMemoryPerGroup = (int)Math.Min(Number<ulong>(id, 0x1023), int.MaxValue);
        MaxConstantMemory = (int)Math.Min(Number<ulong>(id, 0x1020), int.MaxValue);
        WarpSize = EmulatedWarpSize;
        NumMultiprocessors = (int)Number<uint>(id, 0x1002);
        MaxNumThreadsPerMultiprocessor = MaxNumThreadsPerGroup;
        DriverVersion = Text(id, 0x102D);
        Version = Text(id, 0x102F).TrimEnd();
        HasDouble = Number<ulong>(id, 0x1032) != 0;
        RoundsDivisions = (Number<ulong>(id, 0x101B) & 0x80) != 0;
        IsGpu = (Number<ulong>(id, 0x1000) & 4) != 0;
    }

    /// <inheritdoc/>
    public override AcceleratorType AcceleratorType => AcceleratorType.OpenCL;

    /// <summary>Handle of the platform.</summary>
    public nint PlatformId { get; }

    /// <summary>Handle of the device.</summary>
    public nint DeviceId { get; }

    internal override string Version { get; }

    internal string DriverVersion { get; }

    internal long MaxAllocation { get; }

    internal bool HasDouble { get; }

    /// <summary>
    /// True for PoCL, which keeps what it compiles on disk. Asking it for a program's binary makes it compile everything once more, for
    /// groups of any size: half of the time that a large kernel takes.
    /// </summary>
    internal bool KeepsPrograms => Version.Contains("pocl", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when the compiler can be told to round float division and square root as IEEE does.</summary>
    internal bool RoundsDivisions { get; }

    internal bool IsGpu { get; }

    /// <inheritdoc/>
    public override Accelerator CreateAccelerator(Context context) => CreateCLAccelerator(context);

    /// <summary>Starts using the device.</summary>
    public CLAccelerator CreateCLAccelerator(Context context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(context, this);
    }

    /// <summary>The devices of all platforms.</summary>
    /// <param name="absence">Why there are none, otherwise null.</param>
    /// <remarks>One thread at a time: PoCL prepares its devices when first asked, and gives another thread half of one meanwhile.</remarks>
    internal static IReadOnlyList<CLDevice> Find(out string? absence)
    {
        lock (Gate)
            return FindAll(out absence);
    }

    private static IReadOnlyList<CLDevice> FindAll(out string? absence)
    {
        absence = NativeLibraries.Load(NativeLibraries.OpenCL);
        if (absence is not null)
            return [];
        uint count = 0;
        var status = OpenCLNative.GetPlatformIDs(0, null, &count);
        if (status != 0 || count == 0)
        {
            absence = "libOpenCL is there, but no platform: install an OpenCL driver, such as pocl-opencl-icd";
            return [];
        }

        var platforms = stackalloc nint[(int)count];
        CLException.Check(OpenCLNative.GetPlatformIDs(count, platforms, null), "clGetPlatformIDs");
        var found = new List<CLDevice>();
        for (var i = 0; i < count; i++)
        {
            uint devices = 0;
            if (OpenCLNative.GetDeviceIDs(platforms[i], 0xFFFFFFFF, 0, null, &devices) != 0 || devices == 0)
                continue;
            var ids = new nint[devices];
            fixed (nint* pointer = ids)
                CLException.Check(OpenCLNative.GetDeviceIDs(platforms[i], 0xFFFFFFFF, devices, pointer, null), "clGetDeviceIDs");
            foreach (var id in ids)
                found.Add(new(platforms[i], id));
        }

        absence = found.Count == 0 ? "libOpenCL and a platform are there, but no device" : null;
        return found;
    }

    private static string Text(nint device, uint name)
    {
        nuint size = 0;
        CLException.Check(OpenCLNative.GetDeviceInfo(device, name, 0, null, &size), "clGetDeviceInfo");
        var text = new byte[(int)size];
        fixed (byte* pointer = text)
            CLException.Check(OpenCLNative.GetDeviceInfo(device, name, size, pointer, null), "clGetDeviceInfo");
        return Encoding.UTF8.GetString(text).TrimEnd('\0');
    }

    private static T Number<T>(nint device, uint name)
        where T : unmanaged
    {
        T value = default;
        CLException.Check(OpenCLNative.GetDeviceInfo(device, name, (nuint)sizeof(T), &value, null), "clGetDeviceInfo");
        return value;
    }
}
