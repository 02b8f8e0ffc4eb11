using System.Runtime.InteropServices;
using System.Text;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuAc.CudaEmulator.Tests;

/// <summary>Kernels written in PTX, for what ILGPU makes of no C#, through the driver's own calls.</summary>
internal static unsafe partial class PtxKernel
{
    public const int InvalidPtx = 218;

    private const int ErrorLogBuffer = 5;
    private const int ErrorLogBytes = 6;

    /// <summary>The head of a module, and a kernel that has the address of its only buffer in %buffer and its thread in %thread.</summary>
    public static string Around(string body) =>
        $$"""
        .version 8.0
        .target sm_80
        .address_size 64
        .visible .entry kernel(.param .b64 buffer_parameter)
        {
        .reg .b64 %buffer;
        .reg .b32 %thread;
        ld.param.b64 %buffer, [buffer_parameter];
        cvta.to.global.u64 %buffer, %buffer;
        mov.b32 %thread, %tid.x;
        {{body}}
        ret;
        }
        """;

    /// <summary>Runs the body of a kernel in one group.</summary>
    /// <param name="body">Instructions.</param>
    /// <param name="buffer">What the buffer holds.</param>
    /// <param name="threads">Threads of the group.</param>
    /// <returns>What the buffer holds afterwards.</returns>
    public static int[] Run(string body, int[] buffer, int threads = 1)
    {
        using EmulatedAccelerator emulated = new();
        using MemoryBuffer1D<int, Stride1D.Dense> memory = emulated.Cuda.Allocate1D(buffer);
        emulated.Cuda.Bind();
        (int error, string log) = Load(Around(body), out nint module);
        Assert.True(error == 0, log);
        nint address = memory.NativePtr;
        void* argument = &address;
        Check(GetFunction(out nint function, module, "kernel"));
        Check(Launch(function, 1, 1, 1, (uint)threads, 1, 1, 0, 0, &argument, null));
        emulated.Cuda.Synchronize();
        Check(Unload(module));
        return memory.GetAsArray1D();
    }

    /// <summary>Loads a module into the context of the calling thread.</summary>
    /// <returns>The driver's error, and what its log says.</returns>
    public static (int Error, string Log) Load(string ptx, out nint module)
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(ptx), 0];
        byte[] log = new byte[1024];
        fixed (byte* image = text, buffer = log)
        {
            int* options = stackalloc[] { ErrorLogBuffer, ErrorLogBytes };
            nint* values = stackalloc[] { (nint)buffer, log.Length };
            int error = LoadData(out module, image, 2, options, values);
            return (error, Encoding.UTF8.GetString(log, 0, Array.IndexOf(log, (byte)0)));
        }
    }

    private static void Check(int error) => Assert.Equal(CudaError.CUDA_SUCCESS, (CudaError)error);

    [LibraryImport("cuda", EntryPoint = "cuModuleLoadDataEx")]
    private static partial int LoadData(out nint module, byte* image, uint count, int* options, nint* values);

    [LibraryImport("cuda", EntryPoint = "cuModuleGetFunction", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetFunction(out nint function, nint module, string name);

    [LibraryImport("cuda", EntryPoint = "cuModuleUnload")]
    private static partial int Unload(nint module);

    [LibraryImport("cuda", EntryPoint = "cuLaunchKernel")]
    private static partial int Launch(
        nint function, uint gridX, uint gridY, uint gridZ, uint blockX, uint blockY, uint blockZ, uint shared, nint stream,
        void** arguments, void** extra);
}
