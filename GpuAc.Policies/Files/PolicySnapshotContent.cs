using System.Buffers;
using System.Buffers.Binary;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using MessagePack;

namespace GpuAc.Policies.Files;

/// <summary>
/// A policy snapshot as MessagePack: a map by name, so that readers may skip what they do not know. Floats are bytes, little-endian; a
/// network is its inputs and its layers, a layer is [outputs, activation]: a built-in activation by its number, a program's own by name.
/// </summary>
internal static class PolicySnapshotContent
{
    private static readonly List<Activation> BuiltIn = [.. Activation.BuiltIn];

    /// <summary>Writes a snapshot.</summary>
    internal static byte[] Format(PolicySnapshot snapshot)
    {
        var output = new ArrayBufferWriter<byte>((4 * snapshot.Parameters.Length) + 1024);
        var writer = new MessagePackWriter(output);
        bool isScaled = snapshot.RewardScale != 1;
        writer.WriteMapHeader(isScaled ? 15 : 14);
        Write(ref writer, "body", snapshot.Network.Body);
        Write(ref writer, "actor", snapshot.Network.Actor);
        Write(ref writer, "critic", snapshot.Network.Critic);
        writer.Write("log_std_count");
        writer.Write(snapshot.Network.LogStdCount);
        Write(ref writer, "parameters", snapshot.Parameters);
        writer.Write("distribution");
        writer.Write((int)snapshot.Distribution);
        Write(ref writer, snapshot.Normalization);
        if (isScaled)
        {
            writer.Write("reward_scale");
            writer.Write(snapshot.RewardScale);
        }

        Write(ref writer, "observation_names", snapshot.ObservationNames);
        Write(ref writer, "observation_low", snapshot.ObservationLow);
        Write(ref writer, "observation_high", snapshot.ObservationHigh);
        Write(ref writer, "action_names", snapshot.ActionNames);
        Write(ref writer, "action_low", snapshot.ActionLow);
        Write(ref writer, "action_high", snapshot.ActionHigh);
        Write(ref writer, snapshot.Provenance);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a snapshot.</summary>
    /// <exception cref="InvalidDataException">A part is missing or of another kind.</exception>
    internal static PolicySnapshot Parse(byte[] content)
    {
        var parts = new ContentMap(content);
        return new PolicySnapshot
        {
            Network = new ActorCriticSpec(
                ReadMlp(parts, "body"), ReadMlp(parts, "actor"), ReadMlp(parts, "critic"), parts.Part("log_std_count").ReadInt32()),
            Parameters = ReadSingles(parts, "parameters"),
            Distribution = (DistributionKind)parts.Part("distribution").ReadInt32(),
            Normalization = ReadNormalization(parts),
            RewardScale = parts.Has("reward_scale") ? parts.Part("reward_scale").ReadSingle() : 1,
            ObservationNames = ReadNames(parts, "observation_names"),
            ObservationLow = ReadSingles(parts, "observation_low"),
            ObservationHigh = ReadSingles(parts, "observation_high"),
            ActionNames = ReadNames(parts, "action_names"),
            ActionLow = ReadSingles(parts, "action_low"),
            ActionHigh = ReadSingles(parts, "action_high"),
            Provenance = ReadProvenance(parts.Map("provenance")),
        };
    }

    private static void Write(ref MessagePackWriter writer, string name, MlpSpec mlp)
    {
        writer.Write(name);
        writer.WriteArrayHeader(1 + mlp.Layers.Count);
        writer.Write(mlp.Inputs);
        foreach (DenseLayerSpec layer in mlp.Layers)
        {
            writer.WriteArrayHeader(2);
            writer.Write(layer.Outputs);
            Write(ref writer, layer.Activation);
        }
    }

    private static void Write(ref MessagePackWriter writer, Activation activation)
    {
        int number = BuiltIn.IndexOf(activation);
        if (number >= 0)
            writer.Write(number);
        else
            writer.Write(activation.Name);
    }

    private static void Write(ref MessagePackWriter writer, string name, float[] values)
    {
        writer.Write(name);
        var bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        writer.Write(bytes);
    }

    private static void Write(ref MessagePackWriter writer, string name, string[] names)
    {
        writer.Write(name);
        writer.WriteArrayHeader(names.Length);
        foreach (string text in names)
            writer.Write(text);
    }

    private static void Write(ref MessagePackWriter writer, ObservationNormalization? normalization)
    {
        writer.Write("normalization");
        if (normalization == null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteMapHeader(4);
        Write(ref writer, "mean", normalization.Mean);
        Write(ref writer, "variance", normalization.Variance);
        writer.Write("epsilon");
        writer.Write(normalization.Epsilon);
        writer.Write("clip");
        writer.Write(normalization.Clip);
    }

    private static void Write(ref MessagePackWriter writer, PolicyProvenance provenance)
    {
        writer.Write("provenance");
        writer.WriteMapHeader(8);
        writer.Write("environment");
        writer.Write(provenance.EnvironmentId);
        writer.Write("algorithm");
        writer.Write(provenance.Algorithm);
        writer.Write("seed");
        writer.Write(provenance.Seed);
        writer.Write("training_steps");
        writer.Write(provenance.TrainingSteps);
        writer.Write("evaluation_episodes");
        writer.Write(provenance.EvaluationEpisodes);
        writer.Write("evaluation_mean_return");
        writer.Write(provenance.EvaluationMeanReturn);
        writer.Write("evaluation_std_return");
        writer.Write(provenance.EvaluationStdReturn);
        writer.Write("library_version");
        writer.Write(provenance.LibraryVersion);
    }

    private static MlpSpec ReadMlp(ContentMap parts, string name)
    {
        MessagePackReader reader = parts.Part(name);
        int count = reader.ReadArrayHeader() - 1;
        int inputs = reader.ReadInt32();
        int width = inputs;
        var layers = new List<DenseLayerSpec>();
        for (int i = 0; i < count; i++)
        {
            if (reader.ReadArrayHeader() != 2)
                throw new InvalidDataException($"layer {i} of its {name} is malformed");
            int outputs = reader.ReadInt32();
            layers.Add(new DenseLayerSpec(width, outputs, ReadActivation(ref reader, name, i)));
            width = outputs;
        }

        return new MlpSpec(inputs, layers);
    }

    private static Activation ReadActivation(ref MessagePackReader reader, string network, int layer)
    {
        if (reader.NextMessagePackType != MessagePackType.String)
        {
            int number = reader.ReadInt32();
            return number >= 0 && number < BuiltIn.Count
                ? BuiltIn[number]
                : throw new InvalidDataException($"layer {layer} of its {network} has the unknown activation {number}");
        }

        string name = reader.ReadString() ?? "";
        return ActivationCatalog.TryFind(name) ?? throw new InvalidDataException(
            $"layer {layer} of its {network} has the activation '{name}', which this program has not registered; register it with "
            + "ActivationCatalog before loading");
    }

    private static float[] ReadSingles(ContentMap parts, string name)
    {
        MessagePackReader reader = parts.Part(name);
        byte[] bytes = reader.ReadBytes()?.ToArray() ?? throw new InvalidDataException($"its {name} are missing");
        if (bytes.Length % 4 != 0)
            throw new InvalidDataException($"its {name} take {bytes.Length} bytes, which are no whole floats");
        var values = new float[bytes.Length / 4];
        for (int i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i));
        return values;
    }

    private static string[] ReadNames(ContentMap parts, string name)
    {
        MessagePackReader reader = parts.Part(name);
        var names = new string[reader.ReadArrayHeader()];
        for (int i = 0; i < names.Length; i++)
            names[i] = reader.ReadString() ?? "";
        return names;
    }

    private static ObservationNormalization? ReadNormalization(ContentMap whole)
    {
        if (whole.Part("normalization").IsNil)
            return null;
        ContentMap parts = whole.Map("normalization");
        return new ObservationNormalization(
            ReadSingles(parts, "mean"), ReadSingles(parts, "variance"),
            parts.Part("epsilon").ReadSingle(), parts.Part("clip").ReadSingle());
    }

    private static PolicyProvenance ReadProvenance(ContentMap parts) => new()
    {
        EnvironmentId = parts.Part("environment").ReadString() ?? "",
        Algorithm = parts.Part("algorithm").ReadString() ?? "",
        Seed = parts.Part("seed").ReadUInt64(),
        TrainingSteps = parts.Part("training_steps").ReadInt64(),
        EvaluationEpisodes = parts.Part("evaluation_episodes").ReadInt32(),
        EvaluationMeanReturn = parts.Part("evaluation_mean_return").ReadDouble(),
        EvaluationStdReturn = parts.Part("evaluation_std_return").ReadDouble(),
        LibraryVersion = parts.Part("library_version").ReadString() ?? "",
    };
}
