using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Tests.Support;

/// <summary>Networks of any shape, with weights that neither vanish nor saturate.</summary>
internal static class TestNetworks
{
    public static ActorCriticSpec Create(int observations, int[] hidden, int actions, Activation activation, bool shared, int logStds)
    {
        MlpSpec body = shared ? MlpSpec.Create(observations, hidden, activation, 0) : new MlpSpec(observations, []);
        int[] heads = shared ? [] : hidden;
        return new ActorCriticSpec(
            body, MlpSpec.Create(body.Outputs, heads, activation, actions), MlpSpec.Create(body.Outputs, heads, activation, 1), logStds);
    }

    /// <summary>Weights uniform within ±1.5/√inputs, biases within ±0.5, log standard deviations within ±0.4.</summary>
    public static float[] Parameters(ActorCriticSpec spec, TestNumbers numbers)
    {
        var parameters = new List<float>();
        foreach (DenseLayerSpec layer in spec.Body.Layers.Concat(spec.Actor.Layers).Concat(spec.Critic.Layers))
        {
            float bound = 1.5f / MathF.Sqrt(layer.Inputs);
            parameters.AddRange(numbers.Uniforms(layer.Inputs * layer.Outputs, -bound, bound));
            parameters.AddRange(numbers.Uniforms(layer.Outputs, -0.5f, 0.5f));
        }

        parameters.AddRange(numbers.Uniforms(spec.LogStdCount, -0.4f, 0.4f));
        return [.. parameters];
    }
}
