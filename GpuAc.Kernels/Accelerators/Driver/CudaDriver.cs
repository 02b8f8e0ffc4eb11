using System.Runtime.InteropServices;
using ILGPU.Runtime.Cuda;

namespace GpuAc.Kernels.Accelerators.Driver;

/// <summary>The few functions of NVIDIA's driver that ILGPU does not offer, over the handles that it does.</summary>
internal static partial class CudaDriver
{
    /// <summary>Why a function cannot be had, or null where it can.</summary>
    /// <param name="function">Its name.</param>
    public static string? Absence(string function)
    {
        NativeLibraries.Register();
        if (!NativeLibraries.TryLoad(NativeLibraries.Cuda, out nint library))
            return "there is no CUDA driver";
        return NativeLibrary.TryGetExport(library, function, out _) ? null : $"the driver is too old: it lacks {function}";
    }

    [LibraryImport(NativeLibraries.Cuda, EntryPoint = "cuInit")]
    public static partial CudaError Initialize(uint flags);

    [LibraryImport(NativeLibraries.Cuda, EntryPoint = "cuStreamBeginCapture_v2")]
    public static partial CudaError BeginCapture(nint stream, int mode);

    [LibraryImport(NativeLibraries.Cuda, EntryPoint = "cuStreamEndCapture")]
    public static partial CudaError EndCapture(nint stream, out nint graph);

    [LibraryImport(NativeLibraries.Cuda, EntryPoint = "cuGraphInstantiateWithFlags")]
    public static partial CudaError Instantiate(out nint executable, nint graph, ulong flags);

    [LibraryImport(NativeLibraries.Cuda, EntryPoint = "cuGraphLaunch")]
    public static partial CudaError Launch(nint executable, nint stream);

    [LibraryImport(NativeLibraries.Cuda, EntryPoint = "cuGraphExecDestroy")]
    public static partial CudaError DestroyExecutable(nint executable);

    [LibraryImport(NativeLibraries.Cuda, EntryPoint = "cuGraphDestroy")]
    public static partial CudaError DestroyGraph(nint graph);

    [LibraryImport(NativeLibraries.Cuda, EntryPoint = "cuFuncGetAttribute")]
    public static partial CudaError GetAttribute(out int value, int attribute, nint function);

    [LibraryImport(NativeLibraries.Cuda, EntryPoint = "cuFuncSetAttribute")]
    public static partial CudaError SetAttribute(nint function, int attribute, int value);

    [LibraryImport(NativeLibraries.Cuda, EntryPoint = "cuDeviceGetAttribute")]
    public static partial CudaError GetDeviceAttribute(out int value, int attribute, int device);

    [LibraryImport(NativeLibraries.Cuda, EntryPoint = "cuMemGetInfo_v2")]
    public static partial CudaError GetMemory(out nuint free, out nuint total);
}
