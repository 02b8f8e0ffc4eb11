namespace GpuAc;

/// <summary>
/// An error that the user can act on: its message names the thing, the value found and the remedy. Everything else that is thrown
/// is a fault of the program.
/// </summary>
public class GpuAcException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The thing, the value and the remedy, in one or two sentences.</param>
    public GpuAcException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with what caused it.</summary>
    /// <param name="message">The thing, the value and the remedy, in one or two sentences.</param>
    /// <param name="inner">The error underneath, or null.</param>
    public GpuAcException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
