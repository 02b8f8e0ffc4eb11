using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.Driver;

/// <summary>
/// Finds the drivers' libraries where only their versioned names exist: ILGPU asks for <c>libOpenCL.so</c> and <c>libcuda.so</c>, which
/// come with development packages, while drivers and containers bring <c>libOpenCL.so.1</c> and <c>libcuda.so.1</c>.
/// </summary>
internal static class NativeLibraries
{
    /// <summary>The CUDA driver, as the declarations of <see cref="CudaDriver"/> name it.</summary>
    public const string Cuda = "cuda";

    /// <summary>The OpenCL loader, as ILGPU names it.</summary>
    public const string OpenCL = "OpenCL";

    private static readonly Lazy<bool> Registered = new(Add);

    /// <summary>
    /// Makes ILGPU and our own declarations look there, once per process; to be called before ILGPU's first context is made.
    /// </summary>
    public static void Register() => _ = Registered.Value;

    /// <summary>Loads one of them; false where it is not installed.</summary>
    public static bool TryLoad(string name, out nint library)
    {
        library = Resolve(name, typeof(NativeLibraries).Assembly, null);
        return library != 0;
    }

    private static bool Add()
    {
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, Resolve);
        }
        catch (InvalidOperationException)
        {
            // On Windows' Linux subsystem ILGPU has one of its own.
        }

        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (string candidate in Candidates(name))
        {
            if (NativeLibrary.TryLoad(candidate, assembly, path, out nint library))
                return library;
        }

        return 0;
    }

    private static string[] Candidates(string name) => name switch
    {
        Cuda or "libcuda.so" or "nvcuda" => OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so.1", "libcuda.so"],
        OpenCL or "libOpenCL.so" => OperatingSystem.IsWindows() ? ["OpenCL.dll"] : ["libOpenCL.so.1", "libOpenCL.so"],
        _ => [],
    };
}
