namespace GpuAc.Serving.Tensors;

/// <summary>A tensor of an answer: of floats or of integers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Floats">Its elements, row-major, when it is of floats.</param>
/// <param name="Integers">Its elements when it is of integers.</param>
internal sealed record OutputTensor(string Name, long[] Shape, float[]? Floats, long[]? Integers)
{
    /// <summary>The protocol's name of its type.</summary>
    internal string Datatype => Integers != null ? TensorSpec.Integer : TensorSpec.Float;
}
