namespace GpuAc.Kernels.Accelerators.Translation;

/// <summary>A kernel that ILGPU cannot translate; the message says which method does what it cannot.</summary>
internal sealed class KernelRefusedException : NotSupportedException
{
    private KernelRefusedException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>Says in one sentence what ILGPU says in a chain of exceptions.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="cause">ILGPU's exception.</param>
    public static KernelRefusedException Of(KernelRequest kernel, Exception cause)
    {
        Exception root = cause;
        while (root.InnerException != null)
            root = root.InnerException;
        return new($"{kernel.Name}: {root}", cause);
    }
}
