using Microsoft.AspNetCore.Http.Metadata;

namespace GpuAc.Serving.Rpc;

/// <summary>Leaves the limit of a message to gRPC, which answers with its own code for it.</summary>
internal sealed class UnlimitedBody : IRequestSizeLimitMetadata
{
    /// <inheritdoc/>
    public long? MaxRequestBodySize => null;
}
