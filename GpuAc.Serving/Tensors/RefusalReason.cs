namespace GpuAc.Serving.Tensors;

/// <summary>Why a request is refused; each protocol has its own code for it.</summary>
internal enum RefusalReason
{
    /// <summary>The request does not say what the protocol or the policy asks for.</summary>
    Malformed,

    /// <summary>There is no such policy or version.</summary>
    NotFound,

    /// <summary>The request is larger than the server's limits.</summary>
    TooLarge,

    /// <summary>Too much is waiting already.</summary>
    Overloaded,

    /// <summary>The request took longer than the server's limit.</summary>
    TimedOut,

    /// <summary>ONNX Runtime failed.</summary>
    Failed,
}
