namespace ILGPU;

/// <summary>The distance between neighbouring elements of a one-dimensional view.</summary>
public interface IStride1D
{
    /// <summary>The distance, in elements.</summary>
    int XStride { get; }
}

/// <summary>Strides of one-dimensional views.</summary>
public static class Stride1D
{
#pragma warning disable CA1034 // The package nests its strides.
    /// <summary>Elements follow each other.</summary>
    public readonly struct Dense : IStride1D
    {
        /// <inheritdoc/>
        public int XStride => 1;

        /// <summary>The distance as an index.</summary>
        public Index1D StrideExtent => new(1);
    }

    /// <summary>A distance known at run time.</summary>
    public readonly struct General : IStride1D
    {
        /// <summary>Makes a stride.</summary>
        public General(Index1D stride) => StrideExtent = stride;

        /// <inheritdoc/>
        public int XStride => StrideExtent.X;

        /// <summary>The distance as an index.</summary>
        public Index1D StrideExtent { get; }
    }
#pragma warning restore CA1034
}
