using System.Reflection;
using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Accelerators.Translation;
using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Runtime.OpenCL;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>The OpenCL source of kernels, made without a device.</summary>
internal static class OpenCLSource
{
    private static readonly Context Context = Context.Create(DeviceSurvey.Configure);

    private static readonly CLBackend Backend = new(Context, EveryCapability(), CLDeviceVendor.Other, CLCVersion.CL20);

    /// <summary>A kernel's source, as it is for a device whose shared memory holds the kernel's tile.</summary>
    public static string Of(KernelRequest kernel)
    {
        Type[] arguments = kernel.Method.GetGenericArguments();
        KernelRequest declared = arguments.Contains(typeof(RequestedTile))
            ? kernel with { Method = kernel.Method.GetGenericMethodDefinition().MakeGenericMethod([.. arguments.Select(Declared)]) }
            : kernel;
        return ((CLCompiledKernel)KernelTranslator.Compile(Backend, declared)).Source;
    }

    private static Type Declared(Type argument) => argument == typeof(RequestedTile) ? typeof(DeclaredTile) : argument;

    private static CLCapabilityContext EveryCapability()
    {
        ConstructorInfo constructor = typeof(CLCapabilityContext).GetConstructors().Single();
        return (CLCapabilityContext)constructor.Invoke([.. constructor.GetParameters().Select(_ => (object)true)]);
    }
}
