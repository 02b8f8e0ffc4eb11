namespace ILGPU.Frontend;

/// <summary>
/// A kernel uses something that devices cannot run. The message names the kernel, the method, the instruction and the reason.
/// </summary>
public sealed class KernelTranslationException : NotSupportedException
{
    /// <summary>Makes an exception with a message.</summary>
    public KernelTranslationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public KernelTranslationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception without a message.</summary>
    public KernelTranslationException()
    {
    }
}

/// <summary>The reason of a refusal, before it is known where it arose.</summary>
internal sealed class RefusalException(string reason) : Exception(reason);
