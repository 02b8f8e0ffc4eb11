using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.Translation;

/// <summary>The members of ILGPU 1.5.3 that we need and that it keeps to itself.</summary>
internal static class IlgpuInternals
{
    /// <summary>The compiler of a device.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Backend")]
    public static extern Backend BackendOf(Accelerator accelerator);

    /// <summary>How a compiled kernel is launched.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_EntryPoint")]
    public static extern EntryPoint EntryPointOf(CompiledKernel kernel);

    /// <summary>A kernel of PTX that exists already.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern PTXCompiledKernel CreateKernel(
        Context context, EntryPoint entryPoint, CompiledKernel.KernelInfo? info, string ptxAssembly);
}
