using System.Runtime.CompilerServices;
using ILGPU.Backends;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.Translation;

/// <summary>The members of ILGPU 1.5.3 that we need and that it keeps to itself.</summary>
internal static class IlgpuInternals
{
    /// <summary>The compiler of a device.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Backend")]
    public static extern Backend BackendOf(Accelerator accelerator);
}
