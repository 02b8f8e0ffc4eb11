namespace GpuAc.Policies.Networks;

/// <summary>Makes the first parameters of an actor-critic.</summary>
public static class ActorCriticInitializer
{
    /// <summary>New parameters for a network, laid out as <see cref="ActorCriticSpec"/> says.</summary>
    /// <param name="network">Network description.</param>
    /// <param name="config">Kind and gains.</param>
    /// <param name="seed">Seed of the run.</param>
    public static float[] Create(ActorCriticSpec network, InitializationConfig config, ulong seed)
    {
        var parameters = new float[network.ParameterCount];
        Fill(network, config, seed, parameters);
        return parameters;
    }

    /// <summary>
    /// Overwrites all parameters: the last layers of actor and critic with their own gains, all other layers with the hidden gain,
    /// biases zero, log standard deviations as configured.
    /// </summary>
    /// <param name="network">Network description.</param>
    /// <param name="config">Kind and gains.</param>
    /// <param name="seed">Seed of the run. Layers are numbered through body, actor and critic, and each draws by its number.</param>
    /// <param name="parameters">Output, of <see cref="ActorCriticSpec.ParameterCount"/> values.</param>
    /// <exception cref="ArgumentException">The length of <paramref name="parameters"/> is another.</exception>
    public static void Fill(ActorCriticSpec network, InitializationConfig config, ulong seed, Span<float> parameters)
    {
        if (parameters.Length != network.ParameterCount)
        {
            throw new ArgumentException(
                $"'parameters' must hold the network's {network.ParameterCount} values, but holds {parameters.Length}.",
                nameof(parameters));
        }

        int layer = 0;
        FillLayers(network.Body, config, config.HiddenGain, seed, parameters, ref layer);
        FillLayers(network.Actor, config, config.ActorOutputGain, seed, parameters[network.ActorOffset..], ref layer);
        FillLayers(network.Critic, config, config.CriticOutputGain, seed, parameters[network.CriticOffset..], ref layer);
        parameters[network.LogStdOffset..].Fill(config.InitialLogStd);
    }

    private static void FillLayers(
        MlpSpec mlp, InitializationConfig config, float lastGain, ulong seed, Span<float> parameters, ref int layer)
    {
        for (int i = 0; i < mlp.Layers.Count; i++)
        {
            DenseLayerSpec dense = mlp.Layers[i];
            float gain = i == mlp.Layers.Count - 1 ? lastGain : config.HiddenGain;
            int weights = dense.Inputs * dense.Outputs;
            WeightInitialization.Fill(config.Kind, parameters[..weights], dense.Outputs, dense.Inputs, gain, seed, layer);
            parameters[weights..dense.ParameterCount].Clear();
            parameters = parameters[dense.ParameterCount..];
            layer++;
        }
    }
}
