namespace MessagePack;

/// <summary>Data that is not the MessagePack that was expected.</summary>
public class MessagePackSerializationException : Exception
{
    /// <summary>Creates the exception.</summary>
    public MessagePackSerializationException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was found and where.</param>
    public MessagePackSerializationException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What was found and where.</param>
    /// <param name="inner">The error underneath.</param>
    public MessagePackSerializationException(string? message, Exception? inner)
        : base(message, inner)
    {
    }
}
