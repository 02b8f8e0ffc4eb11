using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.Translation;

/// <summary>Compiles kernels for a device: a .NET method in, the device's code out.</summary>
internal static class KernelTranslator
{
    /// <summary>Compiles.</summary>
    /// <param name="backend">The device's compiler.</param>
    /// <param name="request">The kernel.</param>
    /// <exception cref="KernelRefusedException">The method, or one that it calls, does what no device can.</exception>
    public static CompiledKernel Compile(Backend backend, KernelRequest request)
    {
        try
        {
            EntryPointDescription entry = Describe(request.Method);
            Method kernel = backend.PreCompileKernelMethod(entry);
            if (request.Constants == null)
                return backend.Compile(kernel, entry, KernelSpecialization.Empty, default(TranslationHook));
            using IRContext specialized = Specialization.Apply(kernel, request.Constants, out Method outer);
            return backend.Compile(outer, entry, KernelSpecialization.Empty, default(TranslationHook));
        }
        catch (Exception cause) when (cause is InternalCompilerException or NotSupportedException)
        {
            throw KernelRefusedException.Of(request, cause);
        }
    }

    /// <summary>Compiles for CUDA, or takes what an earlier process has compiled.</summary>
    /// <param name="backend">CUDA's compiler.</param>
    /// <param name="request">The kernel.</param>
    /// <param name="cache">Where compiled kernels are kept.</param>
    /// <exception cref="KernelRefusedException">The method, or one that it calls, does what no device can.</exception>
    public static CompiledKernel Compile(PTXBackend backend, KernelRequest request, PtxCache cache)
    {
        string key = PtxKey.Of(backend, request);
        if (cache.Find(key) is { } entry)
        {
            var shared = new SharedMemorySpecification(entry.SharedBytes, entry.HasDynamicShared);
            return IlgpuInternals.CreateKernel(
                backend.Context, new EntryPoint(Describe(request.Method), shared, KernelSpecialization.Empty), null, entry.Code);
        }

        var compiled = (PTXCompiledKernel)Compile(backend, request);
        SharedMemorySpecification memory = IlgpuInternals.EntryPointOf(compiled).SharedMemory;
        cache.Add(key, new PtxEntry(compiled.PTXAssembly, memory.StaticSize, memory.HasDynamicMemory));
        return compiled;
    }

    /// <summary>How the kernel is launched: by an index for each thread, or by groups of threads.</summary>
    public static EntryPointDescription Describe(MethodInfo kernel) => IsIndexed(kernel)
        ? EntryPointDescription.FromImplicitlyGroupedKernel(kernel)
        : EntryPointDescription.FromExplicitlyGroupedKernel(kernel);

    /// <summary>Whether the kernel's first parameter is the index of a thread.</summary>
    public static bool IsIndexed(MethodInfo kernel) => kernel.GetParameters() is [{ } first, ..] && first.ParameterType == typeof(Index1D);
}
