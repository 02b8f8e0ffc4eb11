using System.Diagnostics.CodeAnalysis;

namespace ILGPU.Runtime;

/// <summary>Finds the kernel behind a launcher.</summary>
public static class KernelUtil
{
    /// <summary>The kernel that a launcher launches.</summary>
    /// <exception cref="ArgumentException">The delegate is no launcher.</exception>
    public static Kernel GetKernel<TDelegate>(this TDelegate kernelDelegate)
        where TDelegate : Delegate =>
        kernelDelegate.TryGetKernel(out var kernel)
            ? kernel
            : throw new ArgumentException("This delegate does not launch a kernel.", nameof(kernelDelegate));

    /// <summary>The kernel that a launcher launches, if it is one.</summary>
    public static bool TryGetKernel<TDelegate>(this TDelegate kernelDelegate, [NotNullWhen(true)] out Kernel? kernel)
        where TDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(kernelDelegate);
        kernel = (kernelDelegate.Target as Launch.Launcher)?.Kernel;
        return kernel is not null;
    }
}
