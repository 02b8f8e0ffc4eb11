using GpuAc.Export.Onnx;
using GpuAc.Export.Tests.Support;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GpuAc.Export.Tests.Profiles;

/// <summary>Files for engines: the names, types and shapes that their loaders ask for, and what the tensors hold.</summary>
public sealed class ProfileTests
{
    public static TheoryData<DistributionKind> Continuous =>
        [.. Enum.GetValues<DistributionKind>().Where(kind => kind != DistributionKind.Categorical)];

    public static TheoryData<DistributionKind, OnnxProfile> All
    {
        get
        {
            var data = new TheoryData<DistributionKind, OnnxProfile>();
            foreach (DistributionKind kind in Enum.GetValues<DistributionKind>())
            {
                data.Add(kind, OnnxProfile.GodotRl);
                data.Add(kind, OnnxProfile.MlAgents);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Save_EveryKindOfPolicy_IsVerifiedAndHasWhatTheLoaderAsksFor(DistributionKind kind, OnnxProfile profile)
    {
        using var folder = new TemporaryFolder();
        foreach (bool shared in (bool[])[false, true])
        {
            PolicySnapshot snapshot = TestPolicies.Create(kind, shared: shared);
            OnnxExporter.Save(folder.File("policy.onnx"), snapshot, options: new OnnxExportOptions { Profile = profile });
            ModelProto model = OnnxReader.Read(File.ReadAllBytes(folder.File("policy.onnx")));
            string[] expected = profile == OnnxProfile.GodotRl
                ? ["obs: float32[batch, 5]", "state_ins: float32[batch]", "output: float32[batch, 3]", "state_outs: float32[batch]"]
                : kind == DistributionKind.Categorical
                ? [
                    "obs_0: float32[batch, 5]", "action_masks: float32[batch, 3]", "version_number: float32[1]", "memory_size: float32[1]",
                    "discrete_action_output_shape: float32[1, 1]", "discrete_actions: int64[batch, 1]",
                    "deterministic_discrete_actions: int64[batch, 1]",
                ]
                : [
                    "obs_0: float32[batch, 5]", "version_number: float32[1]", "memory_size: float32[1]",
                    "continuous_action_output_shape: float32[1]", "continuous_actions: float32[batch, 3]",
                    "deterministic_continuous_actions: float32[batch, 3]",
                ];
            Assert.Equal(expected, model.Graph.Input.Concat(model.Graph.Output).Select(Describe));
            Assert.Equal(OnnxProfiles.NameOf(profile), model.MetadataProps.Single(entry => entry.Key == "gpuac.profile").Value);
        }
    }

    // Unity looks for them among the constants.
    [Theory]
    [InlineData(DistributionKind.Categorical, "discrete_action_output_shape")]
    [InlineData(DistributionKind.SquashedGaussian, "continuous_action_output_shape")]
    public void MlAgents_Numbers_AreConstants(DistributionKind kind, string shape)
    {
        ModelProto model = Export(TestPolicies.Create(kind), OnnxProfile.MlAgents);
        float Constant(string name) => BitConverter.ToSingle(model.Graph.Initializer.Single(tensor => tensor.Name == name).RawData.Span);
        Assert.Equal(3, Constant("version_number"));
        Assert.Equal(0, Constant("memory_size"));
        Assert.Equal(3, Constant(shape));
        Assert.Equal(15, model.OpsetImport[0].Version);
    }

    // As the engine's own plugin calls it: one row, both outputs.
    [Fact]
    public void GodotRl_DiscretePolicy_GivesLogitsAndStates()
    {
        PolicySnapshot snapshot = TestPolicies.Create(DistributionKind.Categorical);
        float[] observation = TestPolicies.Observations(snapshot, 1);
        using InferenceSession session = Session(snapshot, OnnxProfile.GodotRl);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(
            [
                NamedOnnxValue.CreateFromTensor("obs", new DenseTensor<float>(observation, [1, 5])),
                NamedOnnxValue.CreateFromTensor("state_ins", new DenseTensor<float>(new float[] { 7 }, [1])),
            ],
            ["output", "state_outs"]);
        Assert.Equal(3, session.OutputMetadata["output"].Dimensions[1]);
        Assert.Equal([7], results.Last().AsEnumerable<float>());
        float[] output = [.. results.First().AsEnumerable<float>()];
        double[] logits = DoubleReference.Forward(snapshot, observation).Distribution;
        for (int i = 0; i < 3; i++)
            Assert.Equal(logits[i], output[i], 1e-4);
    }

    [Theory]
    [MemberData(nameof(Continuous))]
    public void Continuous_DeterministicActions_AreTheTrainersFromMinus1To1(DistributionKind kind)
    {
        PolicySnapshot snapshot = TestPolicies.Create(kind);
        float[] observations = TestPolicies.Observations(snapshot, 40);
        float[] godot = Run(snapshot, OnnxProfile.GodotRl, observations, 40)["output"];
        Dictionary<string, float[]> unity = Run(snapshot, OnnxProfile.MlAgents, observations, 40);
        for (int i = 0; i < godot.Length; i++)
        {
            double action = DoubleReference.Forward(snapshot, observations.AsSpan(i / 3 * 5, 5)).Action[i % 3];
            (double low, double high) = (snapshot.ActionLow[i % 3], snapshot.ActionHigh[i % 3]);
            double expected = (2 * (action - low) / (high - low)) - 1;
            Assert.Equal(expected, godot[i], 1e-5);
            Assert.Equal(expected, unity["deterministic_continuous_actions"][i], 1e-5);
        }

        bool isRandom = kind is not (DistributionKind.Deterministic or DistributionKind.SquashedDeterministic);
        Assert.Equal(isRandom, !unity["deterministic_continuous_actions"].SequenceEqual(unity["continuous_actions"]));
    }

    // 4096 samples of one observation: mean and deviation of what is squashed are recovered within five standard errors.
    [Theory]
    [InlineData(DistributionKind.SquashedGaussian)]
    [InlineData(DistributionKind.StateDependentSquashedGaussian)]
    public void MlAgents_SampledActions_HaveTheDistributionsMeanAndDeviation(DistributionKind kind)
    {
        const int Count = 4096;
        PolicySnapshot snapshot = TestPolicies.Create(kind);
        float[] observation = TestPolicies.Observations(snapshot, 1);
        float[] observations = [.. Enumerable.Repeat(observation, Count).SelectMany(values => values)];
        float[] samples = Run(snapshot, OnnxProfile.MlAgents, observations, Count)["continuous_actions"];
        (_, _, double[] mean, double[] logStd) = DoubleReference.Forward(snapshot, observation);
        for (int k = 0; k < 3; k++)
        {
            double[] raw = [.. Enumerable.Range(0, Count).Select(i => Math.Atanh(Math.Clamp(samples[(3 * i) + k], -0.9999999, 0.9999999)))];
            double average = raw.Average(), deviation = Math.Sqrt(raw.Average(value => (value - average) * (value - average)));
            double std = Math.Exp(logStd[k]);
            Assert.InRange(average, mean[k] - (5 * std / Math.Sqrt(Count)), mean[k] + (5 * std / Math.Sqrt(Count)));
            Assert.InRange(deviation, std * (1 - (5 / Math.Sqrt(2 * Count))), std * (1 + (5 / Math.Sqrt(2 * Count))));
        }
    }

    [Fact]
    public void MlAgents_DiscreteActions_FollowProbabilitiesAndMasks()
    {
        const int Count = 4096;
        PolicySnapshot snapshot = TestPolicies.Create(DistributionKind.Categorical);
        float[] observation = TestPolicies.Observations(snapshot, 1);
        float[] observations = [.. Enumerable.Repeat(observation, Count).SelectMany(values => values)];
        (double[] best, _, double[] logits, _) = DoubleReference.Forward(snapshot, observation);
        double[] weights = [.. logits.Select(Math.Exp)];

        Dictionary<string, float[]> free = Run(snapshot, OnnxProfile.MlAgents, observations, Count);
        Assert.All(free["deterministic_discrete_actions"], action => Assert.Equal(best[0], action));
        for (int k = 0; k < 3; k++)
        {
            double expected = weights[k] / weights.Sum(), error = Math.Sqrt(expected * (1 - expected) / Count);
            double share = free["discrete_actions"].Count(action => action == k) / (double)Count;
            Assert.InRange(share, expected - (5 * error), expected + (5 * error));
        }

        // The best is not to be had.
        int second = Enumerable.Range(0, 3).Where(k => k != (int)best[0]).MaxBy(k => logits[k]);
        float[] masks = [.. Enumerable.Range(0, 3 * Count).Select(i => i % 3 == (int)best[0] ? 0f : 1)];
        Dictionary<string, float[]> masked = Run(snapshot, OnnxProfile.MlAgents, observations, Count, masks);
        Assert.All(masked["deterministic_discrete_actions"], action => Assert.Equal(second, action));
        Assert.DoesNotContain((float)best[0], masked["discrete_actions"]);
    }

    [Fact]
    public void Save_BoundsThatAreNarrowFarOutOrEqual_AreVerified()
    {
        using var folder = new TemporaryFolder();
        foreach (DistributionKind kind in (DistributionKind[])[DistributionKind.DiagonalGaussian, DistributionKind.SquashedGaussian])
        {
            PolicySnapshot snapshot = TestPolicies.Create(kind) with { ActionLow = [1000, 2, -1e-3f], ActionHigh = [1000.25f, 2, 1e-3f] };
            foreach (OnnxProfile profile in (OnnxProfile[])[OnnxProfile.GodotRl, OnnxProfile.MlAgents])
                OnnxExporter.Save(folder.File("policy.onnx"), snapshot, options: new OnnxExportOptions { Profile = profile });
        }
    }

    [Theory]
    [InlineData(OnnxProfile.GodotRl, "godot-rl")]
    [InlineData(OnnxProfile.MlAgents, "ml-agents")]
    public void Load_FileForAnEngine_SaysSo(OnnxProfile profile, string name)
    {
        byte[] file = OnnxExporter.ToBytes(TestPolicies.CartPole(), new OnnxExportOptions { Profile = profile });
        var refused = Assert.Throws<GpuAcException>(() => OnnxPolicy.Load(file));
        Assert.Contains($"--profile {name}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(
            name,
            Assert.Throws<GpuAcException>(() => OnnxExporter.Export(TestPolicies.CartPole(), options: new() { Profile = profile })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ToBytes_OpsetBeyondTheEngine_IsRefused()
    {
        OnnxExporter.ToBytes(TestPolicies.CartPole(), new OnnxExportOptions { Profile = OnnxProfile.GodotRl, Opset = 21 });
        OnnxExporter.ToBytes(TestPolicies.CartPole(), new OnnxExportOptions { Profile = OnnxProfile.MlAgents, Opset = 13 });
        var refused = Assert.Throws<GpuAcException>(
            () => OnnxExporter.ToBytes(TestPolicies.CartPole(), new OnnxExportOptions { Profile = OnnxProfile.MlAgents, Opset = 17 }));
        Assert.Contains(
            "Opset 17 is not supported by profile ml-agents; choose one from 13 to 15", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_Name_KnowsThemAll()
    {
        Assert.Equal(Enum.GetValues<OnnxProfile>(), OnnxProfiles.Names.Select(OnnxProfiles.Find));
        Assert.Contains(
            "godot-rl", Assert.Throws<UnknownNameException>(() => OnnxProfiles.Find("godot")).Message, StringComparison.Ordinal);
    }

    private static ModelProto Export(PolicySnapshot snapshot, OnnxProfile profile) =>
        OnnxReader.Read(OnnxExporter.ToBytes(snapshot, new OnnxExportOptions { Profile = profile }));

    private static InferenceSession Session(PolicySnapshot snapshot, OnnxProfile profile) =>
        new(OnnxExporter.ToBytes(snapshot, new OnnxExportOptions { Profile = profile }));

    private static Dictionary<string, float[]> Run(
        PolicySnapshot snapshot, OnnxProfile profile, float[] observations, int batch, float[]? masks = null)
    {
        using InferenceSession session = Session(snapshot, profile);
        var inputs = new List<NamedOnnxValue>
        {
            NamedOnnxValue.CreateFromTensor(
                profile == OnnxProfile.GodotRl ? "obs" : "obs_0",
                new DenseTensor<float>(observations, [batch, observations.Length / batch])),
        };
        if (profile == OnnxProfile.GodotRl)
            inputs.Add(NamedOnnxValue.CreateFromTensor("state_ins", new DenseTensor<float>(new float[batch], [batch])));
        else if (snapshot.IsDiscrete)
            inputs.Add(NamedOnnxValue.CreateFromTensor(
                "action_masks", new DenseTensor<float>(masks ?? [.. Enumerable.Repeat(1f, 3 * batch)], [batch, 3])));
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(inputs);
        return results.ToDictionary(result => result.Name, result => result.ElementType == TensorElementType.Float
            ? result.AsEnumerable<float>().ToArray()
            : [.. result.AsEnumerable<long>().Select(index => (float)index)]);
    }

    private static string Describe(ValueInfoProto value)
    {
        string type = value.ElementType() == TensorProto.Types.DataType.Float ? "float32" : "int64";
        return $"{value.Name}: {type}[{string.Join(", ", value.Dimensions())}]";
    }
}
