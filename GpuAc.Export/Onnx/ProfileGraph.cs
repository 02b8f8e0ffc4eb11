using Google.Protobuf.Collections;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using ElementType = GpuAc.Export.Onnx.TensorProto.Types.DataType;

namespace GpuAc.Export.Onnx;

/// <summary>Rewrites a policy's graph into the form that an engine's loader asks for.</summary>
internal sealed class ProfileGraph
{
    private const string Squashed = "action.squashed";
    private const float Masked = 1e8f;
    private const int Int64 = (int)ElementType.Int64;

    private readonly PolicySnapshot snapshot;
    private readonly GraphProto graph;
    private readonly OnnxGraphBuilder builder;
    private readonly int actions;

    private ProfileGraph(PolicySnapshot snapshot)
    {
        this.snapshot = snapshot;
        graph = PolicyGraph.Build(snapshot);
        builder = new OnnxGraphBuilder(graph);
        actions = snapshot.ActionNames.Length;
    }

    /// <summary>Builds the graph of a sound snapshot.</summary>
    internal static GraphProto Build(PolicySnapshot snapshot, OnnxProfile profile) => profile switch
    {
        OnnxProfile.GodotRl => new ProfileGraph(snapshot).GodotRl(),
        OnnxProfile.MlAgents => new ProfileGraph(snapshot).MlAgents(),
        OnnxProfile.Onnx => PolicyGraph.Build(snapshot),
        _ => throw KnownValues.Unknown(profile),
    };

    private GraphProto GodotRl()
    {
        if (snapshot.IsDiscrete)
        {
            Keep(PolicyTensors.Logits);
            Rename(PolicyTensors.Logits, ProfileTensors.Output);
        }
        else
        {
            Keep(Deterministic);
            Normalize(Deterministic, ProfileTensors.Output, "output");
        }

        Rename(PolicyTensors.Observation, ProfileTensors.Obs);
        builder.Input(ProfileTensors.StateIns);
        builder.Node("Identity", [ProfileTensors.StateIns], ProfileTensors.StateOuts);
        builder.Output(ProfileTensors.Output, ElementType.Float, batched: true, actions);
        builder.Output(ProfileTensors.StateOuts, ElementType.Float, batched: true);
        return builder.Build("policy");
    }

    private GraphProto MlAgents()
    {
        if (snapshot.IsDiscrete)
            MaskedLogits();
        else
            Keep(snapshot.Distribution.HasLogStd()
                ? [Deterministic, PolicyTensors.Mean, PolicyTensors.LogStd]
                : [Deterministic]);
        Rename(PolicyTensors.Observation, ProfileTensors.Obs0);
        OutputConstant(ProfileTensors.VersionNumber, ProfileTensors.ModelVersion, 1);
        OutputConstant(ProfileTensors.MemorySize, 0, 1);
        if (snapshot.IsDiscrete)
        {
            // Both loaders of the discrete branches' sizes want one row.
            OutputConstant(ProfileTensors.DiscreteShape, actions, 1, 1);
            const string logits = "masked.logits";
            builder.Node("Multinomial", [logits], ProfileTensors.Discrete, ("dtype", Int64), ("sample_size", 1));
            builder.Node("ArgMax", [logits], ProfileTensors.DeterministicDiscrete, ("axis", 1), ("keepdims", 1));
            builder.Output(ProfileTensors.Discrete, ElementType.Int64, batched: true, 1);
            builder.Output(ProfileTensors.DeterministicDiscrete, ElementType.Int64, batched: true, 1);
            return builder.Build("policy");
        }

        OutputConstant(ProfileTensors.ContinuousShape, actions, 1);
        Normalize(Deterministic, ProfileTensors.DeterministicContinuous, "deterministic");
        if (snapshot.Distribution.HasLogStd())
            Sample();
        else
            builder.Node("Identity", [ProfileTensors.DeterministicContinuous], ProfileTensors.Continuous);
        builder.Output(ProfileTensors.Continuous, ElementType.Float, batched: true, actions);
        builder.Output(ProfileTensors.DeterministicContinuous, ElementType.Float, batched: true, actions);
        return builder.Build("policy");
    }

    // Of a squashed policy what tanh gives, which is in [−1, 1] already.
    private string Deterministic => snapshot.Distribution.IsSquashed() ? Squashed : PolicyTensors.Action;

    /// <summary>logits · mask − 1e8 · (1 − mask): a mask is 1 where an action may be taken, else 0.</summary>
    private void MaskedLogits()
    {
        Keep(PolicyTensors.Logits);
        builder.Input(ProfileTensors.ActionMasks, actions);
        string allowed = builder.Node("Mul", [PolicyTensors.Logits, ProfileTensors.ActionMasks], "masked.allowed");
        string shift = builder.Node("Mul", [ProfileTensors.ActionMasks, builder.Constant("masked.scale", [Masked])], "masked.shift");
        string penalty = builder.Node("Sub", [shift, builder.Constant("masked.penalty", [Masked])], "masked.penalties");
        builder.Node("Add", [allowed, penalty], "masked.logits");
    }

    /// <summary>mean + exp(log_std) · ε, squashed or clipped as the policy's own actions are, then in [−1, 1].</summary>
    private void Sample()
    {
        string noise = builder.Node("RandomNormalLike", [PolicyTensors.Mean], "sample.noise");
        string deviation = builder.Node("Exp", [PolicyTensors.LogStd], "sample.std");
        string spread = builder.Node("Mul", [noise, deviation], "sample.spread");
        string sample = builder.Node("Add", [PolicyTensors.Mean, spread], "sample.raw");
        if (snapshot.Distribution.IsSquashed())
            builder.Node("Tanh", [sample], ProfileTensors.Continuous);
        else
            Scale(sample, ProfileTensors.Continuous, "sample");
    }

    private void Normalize(string action, string output, string prefix)
    {
        if (snapshot.Distribution.IsSquashed())
            builder.Node("Identity", [action], output);
        else
            Scale(action, output, prefix);
    }

    /// <summary>(x − middle) / half-width, clipped to [−1, 1]: low becomes −1 and high 1.</summary>
    private void Scale(string x, string output, string prefix)
    {
        var middle = new float[actions];
        var scale = new float[actions];
        for (int i = 0; i < actions; i++)
        {
            (double low, double high) = (snapshot.ActionLow[i], snapshot.ActionHigh[i]);
            middle[i] = (float)((low + high) / 2);
            scale[i] = high > low ? (float)(2 / (high - low)) : 0;
        }

        string centered = builder.Node("Sub", [x, builder.Constant($"{prefix}.middle", middle, actions)], $"{prefix}.centered");
        string scaled = builder.Node("Mul", [centered, builder.Constant($"{prefix}.scale", scale, actions)], $"{prefix}.scaled");
        builder.Node("Clip", [scaled, builder.Constant($"{prefix}.low", [-1f]), builder.Constant($"{prefix}.high", [1f])], output);
    }

    // The loader finds it among the constants; it is an output as well for those who look there.
    private void OutputConstant(string name, float value, params int[] dimensions)
    {
        builder.Constant(name, [value], dimensions);
        builder.Output(name, ElementType.Float, batched: false, dimensions);
    }

    private void Keep(params string[] tensors)
    {
        OnnxPruner.Keep(graph, tensors);
        graph.Output.Clear();
    }

    private void Rename(string from, string to)
    {
        foreach (ValueInfoProto input in graph.Input)
        {
            if (input.Name == from)
                input.Name = to;
        }

        foreach (NodeProto node in graph.Node)
        {
            Rename(node.Input, from, to);
            Rename(node.Output, from, to);
        }
    }

    private static void Rename(RepeatedField<string> names, string from, string to)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] == from)
                names[i] = to;
        }
    }
}
