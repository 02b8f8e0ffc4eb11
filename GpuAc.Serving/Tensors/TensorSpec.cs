namespace GpuAc.Serving.Tensors;

/// <summary>An input or output as the protocol describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Datatype"><c>FP32</c> or <c>INT64</c>.</param>
/// <param name="Shape">Its dimensions; −1 is the batch.</param>
internal sealed record TensorSpec(string Name, string Datatype, long[] Shape)
{
    /// <summary>The protocol's name of float32.</summary>
    internal const string Float = "FP32";

    /// <summary>The protocol's name of int64.</summary>
    internal const string Integer = "INT64";

    /// <summary>Writes a shape as messages show it.</summary>
    internal static string Describe(ReadOnlySpan<long> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
