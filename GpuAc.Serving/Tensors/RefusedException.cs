namespace GpuAc.Serving.Tensors;

/// <summary>A request that gets no result: the message goes to the client.</summary>
internal sealed class RefusedException(RefusalReason reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    internal RefusalReason Reason { get; } = reason;

    /// <summary>A request that is not what the protocol or the policy asks for.</summary>
    internal static RefusedException Malformed(string message) => new(RefusalReason.Malformed, message);
}
