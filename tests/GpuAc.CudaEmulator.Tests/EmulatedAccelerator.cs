using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Extras;
using ILGPU.Runtime.Cuda;

namespace GpuAc.CudaEmulator.Tests;

/// <summary>An accelerator of this process on the emulated driver, for one test.</summary>
internal sealed class EmulatedAccelerator : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kernels").FullName;
    private readonly Context context;

    static EmulatedAccelerator()
    {
        // The loader knows libraries by their names within, so once these are here, whoever asks for libcuda.so.1 gets them.
        foreach (string name in new[] { "libcuda.so.1", "libnvrtc.so.12" })
            NativeLibrary.Load(Path.Combine(Emulator.Folder, name));
    }

    public EmulatedAccelerator()
    {
        context = Context.Create(builder => builder.Cuda().CacheFolder(folder));
        Accelerator = context.CreateCudaAccelerator(0);
    }

    public CudaAccelerator Accelerator { get; }

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        try
        {
            Accelerator.Dispose();
        }
        finally
        {
            context.Dispose();
        }
    }
}
