using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
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

    /// <summary>How the kernel is launched: by an index for each thread, or by groups of threads.</summary>
    public static EntryPointDescription Describe(MethodInfo kernel) => IsIndexed(kernel)
        ? EntryPointDescription.FromImplicitlyGroupedKernel(kernel)
        : EntryPointDescription.FromExplicitlyGroupedKernel(kernel);

    /// <summary>Whether the kernel's first parameter is the index of a thread.</summary>
    public static bool IsIndexed(MethodInfo kernel) => kernel.GetParameters() is [{ } first, ..] && first.ParameterType == typeof(Index1D);
}
