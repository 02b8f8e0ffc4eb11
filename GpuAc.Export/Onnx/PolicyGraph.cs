using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using ElementType = GpuAc.Export.Onnx.TensorProto.Types.DataType;

namespace GpuAc.Export.Onnx;

/// <summary>Writes a policy as an ONNX graph: observations in the environment's units in, actions in the environment's units out.</summary>
internal sealed class PolicyGraph
{
    private readonly PolicySnapshot snapshot;
    private readonly OnnxGraphBuilder graph = new();

    private PolicyGraph(PolicySnapshot snapshot) => this.snapshot = snapshot;

    /// <summary>Builds the graph of a sound snapshot.</summary>
    internal static GraphProto Build(PolicySnapshot snapshot) => new PolicyGraph(snapshot).Build();

    private GraphProto Build()
    {
        ActorCriticSpec network = snapshot.Network;
        graph.Input(PolicyTensors.Observation, network.Body.Inputs);

        string features = snapshot.Normalization is { } normalization
            ? Normalize(PolicyTensors.Observation, normalization)
            : PolicyTensors.Observation;
        if (network.Body.Layers.Count > 0)
            features = Mlp("body", network.Body, 0, features, "features");

        string head = snapshot.IsDiscrete ? PolicyTensors.Logits : PolicyTensors.Mean;
        if (snapshot.Distribution.HasStateLogStd())
            MeanAndLogStd(features);
        else
            Mlp("actor", network.Actor, network.ActorOffset, features, head);
        if (snapshot.IsDiscrete)
            graph.Node("ArgMax", [head], PolicyTensors.Action, ("axis", 1), ("keepdims", 0));
        else if (snapshot.Distribution.IsSquashed())
            Squash(head, PolicyTensors.Action);
        else
            Clip(head, PolicyTensors.Action);

        if (network.HasCritic)
        {
            string value = Mlp("critic", network.Critic, network.CriticOffset, features, "critic.value");
            if (snapshot.RewardScale != 1)
                value = graph.Node("Mul", [value, graph.Constant("critic.return_scale", [1 / snapshot.RewardScale])], "critic.return");
            graph.Node("Squeeze", [value, graph.Constant("critic.axis", 1L)], PolicyTensors.Value);
        }

        int actions = snapshot.ActionNames.Length;
        if (snapshot.IsDiscrete)
            graph.Output(PolicyTensors.Action, ElementType.Int64, batched: true);
        else
            graph.Output(PolicyTensors.Action, ElementType.Float, batched: true, actions);
        if (network.HasCritic)
            graph.Output(PolicyTensors.Value, ElementType.Float, batched: true);
        graph.Output(head, ElementType.Float, batched: true, actions);
        if (snapshot.Distribution.HasStateLogStd())
        {
            graph.Output(PolicyTensors.LogStd, ElementType.Float, batched: true, actions);
        }
        else if (snapshot.Distribution.HasLogStd())
        {
            ReadOnlySpan<float> logStd = snapshot.Parameters.AsSpan(network.LogStdOffset, actions);
            graph.Node("Identity", [graph.Constant("actor.log_std", logStd, actions)], PolicyTensors.LogStd);
            graph.Output(PolicyTensors.LogStd, ElementType.Float, batched: false, actions);
        }

        return graph.Build("policy");
    }

    /// <summary>An actor whose last layer gives means and, after them, log standard deviations: one product for each, so that
    /// whoever needs the action alone computes nothing else.</summary>
    private void MeanAndLogStd(string features)
    {
        MlpSpec actor = snapshot.Network.Actor;
        DenseLayerSpec last = actor.Layers[^1];
        int offset = snapshot.Network.ActorOffset;
        var hidden = actor with { Layers = [.. actor.Layers.SkipLast(1)] };
        if (hidden.Layers.Count > 0)
            features = Mlp("actor", hidden, offset, features, "actor.features");
        offset += hidden.ParameterCount;
        int actions = last.Outputs / 2, weights = actions * last.Inputs;
        ReadOnlySpan<float> parameters = snapshot.Parameters.AsSpan(offset, last.ParameterCount);
        ReadOnlySpan<float> biases = parameters[(2 * weights)..];
        string Head(string name, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, string output) => graph.Node(
            "Gemm",
            [features, graph.Constant($"{name}.weight", weight, actions, last.Inputs), graph.Constant($"{name}.bias", bias, actions)],
            output, ("transB", 1));

        Head("actor.mean", parameters[..weights], biases[..actions], PolicyTensors.Mean);
        string logStd = Head("actor.log_std", parameters[weights..(2 * weights)], biases[actions..], "actor.log_std.raw");
        string low = graph.Constant("actor.log_std.low", [DistributionKindTraits.MinLogStd]);
        string high = graph.Constant("actor.log_std.high", [DistributionKindTraits.MaxLogStd]);
        graph.Node("Clip", [logStd, low, high], PolicyTensors.LogStd);
    }

    /// <summary>clip((x − mean) / sqrt(variance + epsilon), −clip, +clip).</summary>
    private string Normalize(string x, ObservationNormalization normalization)
    {
        int size = normalization.Mean.Length;
        var scale = new float[size];
        for (int i = 0; i < size; i++)
            scale[i] = (float)(1 / Math.Sqrt((double)normalization.Variance[i] + normalization.Epsilon));
        string centered = graph.Node("Sub", [x, graph.Constant("normalization.mean", normalization.Mean, size)], "normalization.centered");
        string scaled = graph.Node("Mul", [centered, graph.Constant("normalization.scale", scale, size)], "normalization.scaled");
        if (float.IsPositiveInfinity(normalization.Clip))
            return scaled;
        string low = graph.Constant("normalization.low", [-normalization.Clip]);
        string high = graph.Constant("normalization.high", [normalization.Clip]);
        return graph.Node("Clip", [scaled, low, high], "normalization.clipped");
    }

    private string Mlp(string name, MlpSpec mlp, int offset, string x, string output)
    {
        if (mlp.Layers.Count == 0)
            return graph.Node("Identity", [x], output);
        for (int i = 0; i < mlp.Layers.Count; i++)
        {
            DenseLayerSpec layer = mlp.Layers[i];
            string prefix = $"{name}.{i}";
            ReadOnlySpan<float> parameters = snapshot.Parameters.AsSpan(offset, layer.ParameterCount);
            int weights = layer.Inputs * layer.Outputs;
            string weight = graph.Constant($"{prefix}.weight", parameters[..weights], layer.Outputs, layer.Inputs);
            string bias = graph.Constant($"{prefix}.bias", parameters[weights..], layer.Outputs);
            string last = i == mlp.Layers.Count - 1 ? output : $"{prefix}.output";
            bool isLinear = layer.Activation == Activation.Identity;
            string linear = graph.Node("Gemm", [x, weight, bias], isLinear ? last : $"{prefix}.linear", ("transB", 1));
            if (!isLinear)
                OnnxActivations.Write(layer.Activation, new OnnxNodes(graph, prefix, linear, last));
            x = last;
            offset += layer.ParameterCount;
        }

        return x;
    }

    /// <summary>low + (tanh(mean) + 1)/2 · (high − low), written as middle + half-width · tanh(mean).</summary>
    private void Squash(string mean, string output)
    {
        int size = snapshot.ActionLow.Length;
        var middle = new float[size];
        var halfWidth = new float[size];
        bool rounds = false;
        for (int i = 0; i < size; i++)
        {
            (double low, double high) = (snapshot.ActionLow[i], snapshot.ActionHigh[i]);
            middle[i] = (float)((low + high) / 2);
            halfWidth[i] = (float)((high - low) / 2);
            rounds |= middle[i] - halfWidth[i] < snapshot.ActionLow[i] || middle[i] + halfWidth[i] > snapshot.ActionHigh[i];
        }

        string squashed = graph.Node("Tanh", [mean], "action.squashed");
        string scaled = graph.Node("Mul", [squashed, graph.Constant("action.half_width", halfWidth, size)], "action.scaled");
        string shifted = graph.Node("Add", [scaled, graph.Constant("action.middle", middle, size)], rounds ? "action.shifted" : output);
        if (rounds)
            Clip(shifted, output);
    }

    private void Clip(string x, string output)
    {
        float[] low = snapshot.ActionLow;
        float[] high = snapshot.ActionHigh;
        if (low.AsSpan().IndexOfAnyExcept(low[0]) < 0 && high.AsSpan().IndexOfAnyExcept(high[0]) < 0)
        {
            graph.Node("Clip", [x, graph.Constant("action.low", [low[0]]), graph.Constant("action.high", [high[0]])], output);
            return;
        }

        string raised = graph.Node("Max", [x, graph.Constant("action.low", low, low.Length)], "action.raised");
        graph.Node("Min", [raised, graph.Constant("action.high", high, high.Length)], output);
    }
}
