namespace GpuAc.Policies.Networks;

/// <summary>Random matrices with orthonormal rows or columns. Saxe et al., arXiv:1312.6120.</summary>
internal static class OrthogonalMatrix
{
    /// <summary>
    /// Fills W with gain times a random matrix whose rows are orthonormal (W·Wᵀ = gain²·I) when outputs ≤ inputs, and whose columns are
    /// (Wᵀ·W = gain²·I) otherwise.
    /// </summary>
    /// <param name="weights">[outputs][inputs]; overwritten.</param>
    /// <param name="outputs">Rows.</param>
    /// <param name="inputs">Columns.</param>
    /// <param name="gain">Factor on the orthonormal matrix.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="layer">Number of the layer.</param>
    /// <remarks>
    /// A matrix of standard normal numbers is orthogonalised by modified Gram-Schmidt in double precision: its QR factorisation
    /// with a positive diagonal of R, so that Q is uniform over all such matrices (Mezzadri, arXiv:math-ph/0609050, §5), as PyTorch's
    /// <c>orthogonal_</c> after its sign correction. Plain loops in a fixed order: the same bits on every machine.
    /// </remarks>
    public static void Fill(Span<float> weights, int outputs, int inputs, double gain, ulong seed, int layer)
    {
        int count = Math.Min(outputs, inputs);
        int length = Math.Max(outputs, inputs);
        double[] vectors = DrawNormals(count * length, seed, layer);
        Orthonormalize(vectors, count, length);

        bool vectorsAreRows = outputs <= inputs;
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
                weights[o * inputs + i] = (float)(gain * vectors[vectorsAreRows ? o * length + i : i * length + o]);
        }
    }

    private static double[] DrawNormals(int count, ulong seed, int layer)
    {
        var normals = new double[count];
        Span<double> group = stackalloc double[4];
        for (int first = 0; first < count; first += 4)
        {
            WeightInitialization.Normal4(seed, layer, first / 4, group);
            group[..Math.Min(4, count - first)].CopyTo(normals.AsSpan(first));
        }

        return normals;
    }

    /// <summary>Modified Gram-Schmidt: each vector is normalised, then its share taken out of all that follow.</summary>
    private static void Orthonormalize(double[] vectors, int count, int length)
    {
        for (int k = 0; k < count; k++)
        {
            Span<double> unit = vectors.AsSpan(k * length, length);
            double scale = 1 / Math.Sqrt(Dot(unit, unit));
            foreach (ref double component in unit)
                component *= scale;

            for (int j = k + 1; j < count; j++)
            {
                Span<double> other = vectors.AsSpan(j * length, length);
                double share = Dot(unit, other);
                for (int i = 0; i < other.Length; i++)
                    other[i] -= share * unit[i];
            }
        }
    }

    /// <summary>Inner product, in four interleaved sums (the order is part of the result).</summary>
    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double a = 0, b = 0, c = 0, d = 0;
        int i = 0;
        for (; i + 4 <= left.Length; i += 4)
        {
            a += left[i] * right[i];
            b += left[i + 1] * right[i + 1];
            c += left[i + 2] * right[i + 2];
            d += left[i + 3] * right[i + 3];
        }

        for (; i < left.Length; i++)
            a += left[i] * right[i];
        return (a + b) + (c + d);
    }
}
