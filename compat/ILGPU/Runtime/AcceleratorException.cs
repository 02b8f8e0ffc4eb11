namespace ILGPU.Runtime;

/// <summary>A call into a device's driver that failed.</summary>
public class AcceleratorException : Exception
{
    /// <summary>Makes an exception without a message.</summary>
    public AcceleratorException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public AcceleratorException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public AcceleratorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
