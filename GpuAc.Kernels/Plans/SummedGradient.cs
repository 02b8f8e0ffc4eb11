namespace GpuAc.Kernels.Plans;

/// <summary>The gradient of a minibatch's mean loss, and the sums over chunks of the minibatch that it was made from.</summary>
/// <remarks>
/// All networks that take the step lie in one run of values, each layer's rows padded with zeros to 16. Trainers with the same networks
/// have the same layout, whatever their device, threads and lane width. Padding must stay zero, as it does under sums, means and scaling.
/// </remarks>
public readonly unsafe ref struct SummedGradient
{
    private readonly float* chunks;
    private readonly nint stride;

    /// <summary>Refers to memory of the learner.</summary>
    /// <param name="part">Whose gradient it is.</param>
    /// <param name="values">The sum.</param>
    /// <param name="chunks">[<paramref name="count"/>][<paramref name="stride"/>].</param>
    /// <param name="stride">Distance between chunks, at least the gradient's length.</param>
    /// <param name="count">Number of chunks.</param>
    internal SummedGradient(GradientPart part, Span<float> values, float* chunks, nint stride, int count)
    {
        Part = part;
        Values = values;
        this.chunks = chunks;
        this.stride = stride;
        Chunks = count;
    }

    /// <summary>Whose gradient it is.</summary>
    public GradientPart Part { get; }

    /// <summary>The gradient, before its norm is clipped; what is written here is what the optimiser applies.</summary>
    public Span<float> Values { get; }

    /// <summary>Chunks that the minibatch was cut into; their number depends on its size alone.</summary>
    public int Chunks { get; }

    /// <summary>The sum over one chunk's samples; <see cref="Values"/> is the sum over chunks, in their order.</summary>
    /// <param name="index">Index of the chunk, below <see cref="Chunks"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such chunk.</exception>
    public ReadOnlySpan<float> Chunk(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Chunks);
        return new ReadOnlySpan<float>(chunks + (index * stride), Values.Length);
    }
}
