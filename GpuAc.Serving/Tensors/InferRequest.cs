namespace GpuAc.Serving.Tensors;

/// <summary>A request for inference, from either protocol, as it came: nothing is checked against the policy yet.</summary>
/// <param name="Id">What the client calls the request, or null.</param>
/// <param name="Inputs">The tensors that came along.</param>
/// <param name="Outputs">Names of the outputs wanted; empty for all.</param>
internal sealed record InferRequest(string? Id, IReadOnlyList<InputTensor> Inputs, IReadOnlyList<string> Outputs);

/// <summary>A tensor that came along with a request.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Datatype">Its type, by the protocol's name.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Data">Its elements, row-major.</param>
internal sealed record InputTensor(string Name, string Datatype, long[] Shape, float[] Data);
