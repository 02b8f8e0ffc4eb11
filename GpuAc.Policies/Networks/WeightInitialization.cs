using GpuAc.Lanes;

namespace GpuAc.Policies.Networks;

/// <summary>Fills one dense layer's weights. The same seed and layer number give the same weights on every machine and device.</summary>
internal static class WeightInitialization
{
    /// <summary>Fills a weight matrix, overwriting it.</summary>
    /// <param name="kind">Kind.</param>
    /// <param name="weights">[outputs][inputs].</param>
    /// <param name="outputs">Rows.</param>
    /// <param name="inputs">Columns.</param>
    /// <param name="gain">Factor on the weights; see <see cref="InitializationKind"/> for what it scales.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="layer">Number of the layer; layers with different numbers draw independently.</param>
    /// <exception cref="ArgumentException">The length of <paramref name="weights"/> is not outputs × inputs.</exception>
    public static void Fill(InitializationKind kind, Span<float> weights, int outputs, int inputs, double gain, ulong seed, int layer)
    {
        if (weights.Length != outputs * inputs)
        {
            throw new ArgumentException(
                $"'weights' must hold outputs × inputs = {outputs} × {inputs} = {outputs * inputs} values, but holds {weights.Length}.",
                nameof(weights));
        }

        switch (kind)
        {
            case InitializationKind.Orthogonal:
                OrthogonalMatrix.Fill(weights, outputs, inputs, gain, seed, layer);
                break;
            case InitializationKind.KaimingNormal:
                FillNormal(weights, gain / Math.Sqrt(inputs), seed, layer);
                break;
            case InitializationKind.XavierUniform:
                FillUniform(weights, gain * Math.Sqrt(6.0 / (inputs + outputs)), seed, layer);
                break;
            case InitializationKind.Zero:
                weights.Clear();
                break;
            default:
                throw KnownValues.Unknown(kind);
        }
    }

    /// <summary>
    /// Four standard normal numbers: those of the elements 4·<paramref name="group"/> to 4·<paramref name="group"/> + 3 of a layer.
    /// </summary>
    public static void Normal4(ulong seed, int layer, int group, Span<double> normals)
    {
        Quad<Lane1> uniform = Uniform4(seed, layer, group);
        LaneMath.NormalPair(uniform.A, uniform.B, out Lane1 first, out Lane1 second);
        LaneMath.NormalPair(uniform.C, uniform.D, out Lane1 third, out Lane1 fourth);
        normals[0] = first.Value;
        normals[1] = second.Value;
        normals[2] = third.Value;
        normals[3] = fourth.Value;
    }

    private static Quad<Lane1> Uniform4(ulong seed, int layer, int group) =>
        Lane1.Uniform4(new RandomKey(seed, RandomPurpose.Initialization), (uint)group, (ulong)layer, 0);

    private static void FillNormal(Span<float> weights, double std, ulong seed, int layer)
    {
        Span<double> normals = stackalloc double[4];
        for (int i = 0; i < weights.Length; i++)
        {
            if (i % 4 == 0)
                Normal4(seed, layer, i / 4, normals);
            weights[i] = (float)(std * normals[i % 4]);
        }
    }

    private static void FillUniform(Span<float> weights, double bound, ulong seed, int layer)
    {
        Span<float> uniforms = stackalloc float[4];
        for (int i = 0; i < weights.Length; i++)
        {
            if (i % 4 == 0)
            {
                Quad<Lane1> draw = Uniform4(seed, layer, i / 4);
                uniforms[0] = draw.A.Value;
                uniforms[1] = draw.B.Value;
                uniforms[2] = draw.C.Value;
                uniforms[3] = draw.D.Value;
            }

            weights[i] = (float)(bound * (2.0 * uniforms[i % 4] - 1));
        }
    }
}
