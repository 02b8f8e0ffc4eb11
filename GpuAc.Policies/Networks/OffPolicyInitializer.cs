namespace GpuAc.Policies.Networks;

/// <summary>Makes the first parameters of an actor and its critics.</summary>
public static class OffPolicyInitializer
{
    /// <summary>
    /// New parameters, flat, in the order of <see cref="OffPolicySpec.Networks"/>: the last layers of the actor and of the critics' trunks
    /// with their own gains, all other layers with the hidden gain, biases zero. Every layer draws by its number, so the critics differ.
    /// </summary>
    /// <param name="spec">The networks.</param>
    /// <param name="config">Kind and gains.</param>
    /// <param name="seed">Seed of the run.</param>
    public static float[] Create(OffPolicySpec spec, InitializationConfig config, ulong seed)
    {
        var parameters = new float[spec.Networks.Sum(network => network.ParameterCount)];
        Span<float> rest = parameters;
        int layer = 0;
        foreach (MlpSpec network in spec.Networks)
        {
            for (int i = 0; i < network.Layers.Count; i++, layer++)
            {
                DenseLayerSpec dense = network.Layers[i];
                bool isLast = i == network.Layers.Count - 1;
                float gain = isLast && ReferenceEquals(network, spec.Actor) ? config.ActorOutputGain
                    : isLast && ReferenceEquals(network, spec.Critic.Trunk) ? config.CriticOutputGain
                    : config.HiddenGain;
                WeightInitialization.Fill(
                    config.Kind, rest[..(dense.Inputs * dense.Outputs)], dense.Outputs, dense.Inputs, gain, seed, layer);
                rest = rest[dense.ParameterCount..];
            }
        }

        return parameters;
    }
}
