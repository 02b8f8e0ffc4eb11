using System.Globalization;
using System.Text.Json;
using GpuAc.Export;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Files;
using GpuAc.Policies.Networks;

namespace GpuAc.Training.Tests.Checkpoints;

/// <summary>Snapshots that an earlier build wrote, and what another implementation reads in them; see tests/Reference/snapshots.</summary>
public sealed class EarlierSnapshotTests
{
    [Theory]
    [InlineData("cartpole", DistributionKind.Categorical)]
    [InlineData("pendulum", DistributionKind.SquashedGaussian)]
    public void Load_SnapshotOfAnEarlierBuild_HoldsWhatAnotherImplementationReads(string name, DistributionKind distribution)
    {
        PolicySnapshot snapshot = PolicySnapshotFile.Load(Find($"{name}.msgpack"));
        JsonElement expected = Expected(name).GetProperty("snapshot");
        Assert.Equal(distribution, snapshot.Distribution);
        Assert.Equal(expected.GetProperty("distribution").GetInt32(), (int)snapshot.Distribution);
        AssertSame(expected.GetProperty("body"), snapshot.Network.Body);
        AssertSame(expected.GetProperty("actor"), snapshot.Network.Actor);
        AssertSame(expected.GetProperty("critic"), snapshot.Network.Critic);
        Assert.Equal(expected.GetProperty("log_std_count").GetInt32(), snapshot.Network.LogStdCount);
        AssertSame(expected.GetProperty("parameters"), snapshot.Parameters);
        AssertSame(expected.GetProperty("observation_low"), snapshot.ObservationLow);
        AssertSame(expected.GetProperty("observation_high"), snapshot.ObservationHigh);
        AssertSame(expected.GetProperty("action_low"), snapshot.ActionLow);
        AssertSame(expected.GetProperty("action_high"), snapshot.ActionHigh);
        Assert.Equal(Texts(expected.GetProperty("observation_names")), snapshot.ObservationNames);
        Assert.Equal(Texts(expected.GetProperty("action_names")), snapshot.ActionNames);
        JsonElement normalization = expected.GetProperty("normalization");
        Assert.NotNull(snapshot.Normalization);
        AssertSame(normalization.GetProperty("mean"), snapshot.Normalization.Mean);
        AssertSame(normalization.GetProperty("variance"), snapshot.Normalization.Variance);
        Assert.Equal((float)normalization.GetProperty("epsilon").GetDouble(), snapshot.Normalization.Epsilon);
        Assert.Equal((float)normalization.GetProperty("clip").GetDouble(), snapshot.Normalization.Clip);
        JsonElement provenance = expected.GetProperty("provenance");
        Assert.Equal(
            new PolicyProvenance
            {
                EnvironmentId = provenance.GetProperty("environment").GetString()!,
                Algorithm = provenance.GetProperty("algorithm").GetString()!,
                Seed = provenance.GetProperty("seed").GetUInt64(),
                TrainingSteps = provenance.GetProperty("training_steps").GetInt64(),
                EvaluationEpisodes = provenance.GetProperty("evaluation_episodes").GetInt32(),
                EvaluationMeanReturn = provenance.GetProperty("evaluation_mean_return").GetDouble(),
                EvaluationStdReturn = provenance.GetProperty("evaluation_std_return").GetDouble(),
                LibraryVersion = provenance.GetProperty("library_version").GetString()!,
            },
            snapshot.Provenance);
    }

    [Theory]
    [InlineData("cartpole")]
    [InlineData("pendulum")]
    public void Format_SnapshotOfAnEarlierBuild_GivesTheSameBytes(string name)
    {
        byte[] file = File.ReadAllBytes(Find($"{name}.msgpack"));
        Assert.Equal(file, PolicySnapshotFile.Format(PolicySnapshotFile.Load(Find($"{name}.msgpack"))));
    }

    [Theory]
    [InlineData("cartpole")]
    [InlineData("pendulum")]
    public void Export_SnapshotOfAnEarlierBuild_GivesTheSameGraph(string name) => Assert.Equal(
        Graph(File.ReadAllBytes(Find($"{name}.onnx"))), Graph(OnnxExporter.ToBytes(PolicySnapshotFile.Load(Find($"{name}.msgpack")))));

    [Theory]
    [InlineData("cartpole")]
    [InlineData("pendulum")]
    public void Load_PolicyOfAnEarlierBuild_ComputesWhatAnotherImplementationDoes(string name)
    {
        using OnnxPolicy policy = OnnxPolicy.Load(Find($"{name}.onnx"));
        Assert.Null(policy.Metadata.RewardScale);
        AssertComputes(name, policy);
    }

    [Theory]
    [InlineData("cartpole")]
    [InlineData("pendulum")]
    public void Forward_SnapshotOfAnEarlierBuild_ComputesWhatAnotherImplementationDoes(string name)
    {
        using PolicyExport export = OnnxExporter.Export(PolicySnapshotFile.Load(Find($"{name}.msgpack")));
        AssertComputes(name, export.Policy);
    }

    private static void AssertComputes(string name, OnnxPolicy policy)
    {
        JsonElement expected = Expected(name);
        float[] observations = Singles(expected.GetProperty("observations"));
        int batch = observations.Length / policy.ObservationSize;
        var actions = new float[batch * policy.ActionComponents];
        var values = new float[batch];
        var distribution = new float[batch * policy.ActorOutputs];
        policy.Forward(observations, actions, values, distribution);
        AssertNear(expected.GetProperty("outputs").GetProperty("actions"), actions);
        AssertNear(expected.GetProperty("outputs").GetProperty("values"), values);
        AssertNear(expected.GetProperty("outputs").GetProperty("distribution"), distribution);
    }

    /// <summary>Field 7 of a model, the graph; fields before it are numbers or, as the graph, bytes with their length in front.</summary>
    private static byte[] Graph(ReadOnlySpan<byte> model)
    {
        while (true)
        {
            int tag = Number(ref model), number = Number(ref model);
            if ((tag & 7) != 2)
                continue;
            if (tag >> 3 == 7)
                return model[..number].ToArray();
            model = model[number..];
        }
    }

    private static int Number(ref ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[0];
            bytes = bytes[1..];
            value |= (next & 0x7FL) << shift;
            if (next < 0x80)
                return (int)value;
        }
    }

    private static string Find(string file) => Path.Combine(AppContext.BaseDirectory, "Reference", "snapshots", file);

    private static JsonElement Expected(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Find("outputs.json")));
        return document.RootElement.GetProperty(name).Clone();
    }

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];

    private static float[] Singles(JsonElement array) => [.. array.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String
        ? float.Parse(item.GetString()!.Replace("inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture)
        : (float)item.GetDouble())];

    private static void AssertSame(JsonElement expected, float[] actual) =>
        Assert.Equal(Singles(expected).Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));

    private static void AssertSame(JsonElement expected, MlpSpec actual)
    {
        Assert.Equal(expected[0].GetInt32(), actual.Inputs);
        Assert.Equal(
            expected.EnumerateArray().Skip(1).Select(layer => (layer[0].GetInt32(), Activation.BuiltIn[layer[1].GetInt32()])),
            actual.Layers.Select(layer => (layer.Outputs, layer.Activation)));
    }

    /// <summary>Within 1e-5 absolute plus relative: float32 against float64.</summary>
    private static void AssertNear(JsonElement expected, float[] actual)
    {
        double[] values = [.. expected.EnumerateArray().Select(item => item.GetDouble())];
        Assert.Equal(values.Length, actual.Length);
        for (int i = 0; i < values.Length; i++)
            Assert.InRange(actual[i], values[i] - (1e-5 * (1 + Math.Abs(values[i]))), values[i] + (1e-5 * (1 + Math.Abs(values[i]))));
    }
}
