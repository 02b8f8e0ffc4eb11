using GpuAc.Export.Onnx;
using GpuAc.Export.Tests.Support;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Inference;
using GpuAc.Policies.Networks;

namespace GpuAc.Export.Tests;

public sealed class OnnxExporterTests
{
    public static TheoryData<DistributionKind, Activation, bool, bool> AllKinds()
    {
        var kinds = new TheoryData<DistributionKind, Activation, bool, bool>();
        foreach (DistributionKind distribution in Enum.GetValues<DistributionKind>())
        {
            foreach (Activation activation in Activation.BuiltIn)
            {
                foreach (bool shared in (bool[])[false, true])
                {
                    foreach (bool normalized in (bool[])[false, true])
                        kinds.Add(distribution, activation, shared, normalized);
                }
            }
        }

        return kinds;
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void Export_EveryKindOfPolicy_ReproducesTheTrainersOutputs(
        DistributionKind distribution, Activation activation, bool shared, bool normalized)
    {
        PolicySnapshot snapshot = TestPolicies.Create(distribution, activation, shared, normalized);
        using PolicyExport export = OnnxExporter.Export(snapshot, TestPolicies.Observations(snapshot, 300));
        Assert.Equal(300, export.Verification.Observations);
        Assert.InRange(export.Verification.MaxDifference, 0, 1e-4f);
        AssertMatchesReference(snapshot, export.Policy);
    }

    [Theory]
    [InlineData(DistributionKind.Categorical)]
    [InlineData(DistributionKind.StateDependentSquashedGaussian)]
    public void Export_ScaledRewards_ValueIsInUnscaledUnitsAndTheScaleIsRecorded(DistributionKind distribution)
    {
        PolicySnapshot snapshot = TestPolicies.Create(distribution, rewardScale: 0.125f), unscaled = TestPolicies.Create(distribution);
        using PolicyExport export = OnnxExporter.Export(snapshot), plain = OnnxExporter.Export(unscaled);
        AssertMatchesReference(snapshot, export.Policy);
        Assert.Equal(0.125f, export.Policy.Metadata.RewardScale);
        Assert.Equal(1, plain.Policy.Metadata.RewardScale);
        float[] observations = TestPolicies.Observations(snapshot, 5), values = new float[5], plainValues = new float[5];
        var actions = new float[5 * export.Policy.ActionComponents];
        export.Policy.Forward(observations, actions, values, []);
        plain.Policy.Forward(observations, actions, plainValues, []);
        Assert.Equal(plainValues.Select(value => 8 * value), values);
        using CpuPolicy source = CpuPolicy.Create(snapshot);
        source.Forward(observations, actions, values, []);
        for (int i = 0; i < 5; i++)
            AssertNear(8 * plainValues[i], values[i]);
    }

    [Fact]
    public void Export_Model_HasVersionAndDescription()
    {
        ModelProto model = OnnxReader.Read(OnnxExporter.ToBytes(TestPolicies.CartPole()));
        Assert.Equal(123_456_789_012, model.ModelVersion);
        Assert.Equal(
            "Policy for Test-v0, trained by ppo for 123456789012 steps: raw observations in, actions in the environment's units out. "
            + "Mean return 487.1 over 100 episodes.",
            model.DocString);
    }

    [Theory]
    [InlineData(DistributionKind.Categorical)]
    [InlineData(DistributionKind.Deterministic)]
    [InlineData(DistributionKind.SquashedDeterministic)]
    public void Export_PolicyWithoutCritic_HasNoValueAndReproducesTheRest(DistributionKind distribution)
    {
        PolicySnapshot snapshot = TestPolicies.Create(distribution, critic: false);
        float[] observations = TestPolicies.Observations(snapshot, 50);
        using PolicyExport export = OnnxExporter.Export(snapshot, observations);
        Assert.InRange(export.Verification.MaxDifference, 0, 1e-4f);
        Assert.False(export.Policy.HasValue);
        Assert.DoesNotContain(OnnxReader.Read(OnnxExporter.ToBytes(snapshot)).Graph.Output, output => output.Name is "value" or "log_std");
        var actions = new float[50 * export.Policy.ActionComponents];
        export.Policy.Forward(observations, actions, [], []);
        var expected = new float[actions.Length];
        using CpuPolicy source = CpuPolicy.Create(snapshot);
        source.Act(observations, expected);
        for (int i = 0; i < actions.Length; i++)
            Assert.Equal(expected[i], actions[i], 1e-5f);
        Assert.Contains(
            "no critic",
            Assert.Throws<InvalidOperationException>(() => export.Policy.Forward(observations, actions, new float[50], [])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "no critic", Assert.Throws<InvalidOperationException>(() => source.Forward(observations, actions, new float[50], [])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e5f, 1)]
    [InlineData(-1e6f, 10)]
    [InlineData(8e6f, 2)]
    public void Export_ObservationsFarFrom0_AreNormalisedExactly(float center, float spread)
    {
        PolicySnapshot near = TestPolicies.Create(DistributionKind.DiagonalGaussian);
        int size = near.ObservationNames.Length;
        float variance = spread * spread;
        PolicySnapshot far = near with
        {
            Normalization = new ObservationNormalization(
                [.. Enumerable.Repeat(center, size)], [.. Enumerable.Repeat(variance, size)], 1e-8f, 10),
        };
        near = near with
        {
            Normalization = new ObservationNormalization(new float[size], [.. Enumerable.Repeat(variance, size)], 1e-8f, 10),
        };
        float[] distances = [.. Enumerable.Range(0, 60 * size).Select(i => ((i % 7) - 3) * spread)];
        float[] observations = [.. distances.Select(distance => center + distance)];
        using PolicyExport farExport = OnnxExporter.Export(far, observations), nearExport = OnnxExporter.Export(near, distances);
        // x − mean is the distance exactly, so that the same weights see the same numbers.
        float[] expected = Means(nearExport.Policy, distances), actual = Means(farExport.Policy, observations);
        Assert.Equal(expected, actual);
        Assert.True(expected.Distinct().Count() > 3);
    }

    private static float[] Means(OnnxPolicy policy, float[] observations)
    {
        int batch = observations.Length / policy.ObservationSize;
        var distribution = new float[batch * policy.ActorOutputs];
        policy.Forward(observations, new float[batch * policy.ActionComponents], [], distribution);
        return distribution;
    }

    [Theory]
    [InlineData(DistributionKind.Categorical, 1, 1, new int[0])]
    [InlineData(DistributionKind.SquashedGaussian, 1, 1, new[] { 1 })]
    [InlineData(DistributionKind.DiagonalGaussian, 31, 7, new[] { 33, 15, 65 })]
    [InlineData(DistributionKind.Categorical, 129, 18, new[] { 100, 3, 127 })]
    [InlineData(DistributionKind.SquashedGaussian, 17, 6, new[] { 64, 64 })]
    public void Export_OddWidths_ReproducesTheTrainersOutputs(DistributionKind distribution, int observations, int actions, int[] hidden)
    {
        foreach (bool shared in (bool[])[false, true])
        {
            PolicySnapshot snapshot = TestPolicies.Create(
                distribution, shared: shared, observations: observations, actions: actions, hidden: hidden);
            using PolicyExport export = OnnxExporter.Export(snapshot, TestPolicies.Observations(snapshot, 64));
            AssertMatchesReference(snapshot, export.Policy);
        }
    }

    [Theory]
    [InlineData(DistributionKind.Categorical)]
    [InlineData(DistributionKind.DiagonalGaussian)]
    [InlineData(DistributionKind.SquashedGaussian)]
    public void Export_NoObservationsAtHand_VerifiesWithMadeUpOnes(DistributionKind distribution)
    {
        foreach (bool normalized in (bool[])[false, true])
        {
            using PolicyExport export = OnnxExporter.Export(TestPolicies.Create(distribution, normalized: normalized));
            Assert.Equal(1024, export.Verification.Observations);
        }
    }

    [Theory]
    [InlineData(13, 7)]
    [InlineData(14, 7)]
    [InlineData(15, 8)]
    [InlineData(17, 8)]
    [InlineData(18, 8)]
    [InlineData(19, 9)]
    [InlineData(21, 10)]
    public void Export_AnyOpset_IsWrittenAndReproducesTheTrainersOutputs(int opset, int irVersion)
    {
        var options = new OnnxExportOptions { Opset = opset };
        foreach ((DistributionKind distribution, Activation activation, bool shared, bool _) in AllKinds().Select(Row))
        {
            if (!shared)
                continue;
            using PolicyExport export = OnnxExporter.Export(TestPolicies.Create(distribution, activation), options: options);
            ModelProto model = OnnxReader.Read(export.ToBytes());
            Assert.Equal(opset, Assert.Single(model.OpsetImport).Version);
            Assert.Equal(irVersion, model.IrVersion);
        }
    }

    [Theory]
    [InlineData(12)]
    [InlineData(22)]
    public void Export_OpsetOutOfRange_SaysWhichAreSupported(int opset)
    {
        var error = Assert.Throws<GpuAcException>(
            () => OnnxExporter.Export(TestPolicies.CartPole(), options: new OnnxExportOptions { Opset = opset }));
        Assert.Contains($"Opset {opset} is not supported; choose one from 13 to 21", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_FaultySnapshot_NamesEveryFault()
    {
        PolicySnapshot snapshot = TestPolicies.CartPole() with { Parameters = new float[3], ActionNames = ["one"] };
        var error = Assert.Throws<GpuAcException>(() => OnnxExporter.Export(snapshot));
        Assert.Contains("Parameters holds 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("The actor gives 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_LargeValues_AreNotTakenForFaults()
    {
        // A critic far from zero, whose terms cancel: float32 cannot keep 1e-5 of a sum that happens to be near zero.
        PolicySnapshot snapshot = TestPolicies.Create(DistributionKind.Categorical, hidden: [64, 64]);
        ActorCriticSpec network = snapshot.Network;
        int last = network.CriticOffset + network.Critic.ParameterCount - network.Critic.Layers[^1].ParameterCount;
        for (int i = last; i < network.LogStdOffset; i++)
            snapshot.Parameters[i] *= 1000;
        using PolicyExport export = OnnxExporter.Export(snapshot);
        Assert.InRange(export.Verification.MaxDifference, 0, 0.1f);
    }

    [Fact]
    public void ToBytes_SameSnapshot_SameBytes()
    {
        byte[] bytes = OnnxExporter.ToBytes(TestPolicies.Create(DistributionKind.SquashedGaussian));
        Assert.Equal(bytes, OnnxExporter.ToBytes(TestPolicies.Create(DistributionKind.SquashedGaussian)));
        using PolicyExport export = OnnxExporter.Export(TestPolicies.Create(DistributionKind.SquashedGaussian));
        Assert.Equal(bytes, export.ToBytes());
        Assert.NotEqual(bytes, OnnxExporter.ToBytes(TestPolicies.Create(DistributionKind.SquashedGaussian, seed: 2)));
    }

    [Fact]
    public void Save_EvaluationKnownLater_ChangesMetadataOnly()
    {
        using var folder = new TemporaryFolder();
        PolicySnapshot snapshot = TestPolicies.CartPole();
        using PolicyExport export = OnnxExporter.Export(snapshot);
        PolicyProvenance evaluated =
            snapshot.Provenance with { EvaluationEpisodes = 7, EvaluationMeanReturn = 499.5, EvaluationStdReturn = 0.25 };
        export.Save(folder.File("policy.onnx"), evaluated);
        byte[] file = File.ReadAllBytes(folder.File("policy.onnx"));
        Assert.Equal(OnnxExporter.ToBytes(snapshot with { Provenance = evaluated }), file);
        using OnnxPolicy policy = OnnxPolicy.Load(file);
        Assert.Equal(evaluated, policy.Metadata.Provenance);
    }

    [Fact]
    public void Save_FolderMissing_SaysSoAndLeavesNothing()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "none", "policy.onnx");
        var error = Assert.Throws<GpuAcException>(() => OnnxExporter.Save(path, TestPolicies.CartPole()));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Save_PathIsAFolder_LeavesNoTemporaryFile()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("policy.onnx"));
        Assert.Throws<GpuAcException>(() => OnnxExporter.Save(folder.File("policy.onnx"), TestPolicies.CartPole()));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Save_FileExists_ReplacesItAndLeavesNothingElse()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("policy.onnx", [1, 2, 3]);
        OnnxExporter.Save(path, TestPolicies.Pendulum());
        Assert.Equal(OnnxExporter.ToBytes(TestPolicies.Pendulum()), File.ReadAllBytes(path));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void WarmUp_FromSeveralThreads_Succeeds() => Parallel.For(0, 4, _ => OnnxExporter.WarmUp());

    private static (DistributionKind Distribution, Activation Activation, bool Shared, bool Normalized) Row(object[] row) =>
        ((DistributionKind)row[0], (Activation)row[1], (bool)row[2], (bool)row[3]);

    private static void AssertMatchesReference(PolicySnapshot snapshot, OnnxPolicy policy)
    {
        const int Batch = 50;
        float[] observations = TestPolicies.Observations(snapshot, Batch, seed: 99);
        var actions = new float[Batch * policy.ActionComponents];
        var values = new float[Batch];
        var distribution = new float[Batch * policy.ActorOutputs];
        var logStds = new float[policy.HasLogStd ? Batch * policy.ActorOutputs : 0];
        policy.Forward(observations, actions, values, distribution, logStds);
        for (int row = 0; row < Batch; row++)
        {
            (double[] action, double value, double[] outputs, double[] spread) =
                DoubleReference.Forward(snapshot, observations.AsSpan(row * policy.ObservationSize, policy.ObservationSize));
            AssertNear(value, values[row]);
            for (int i = 0; i < outputs.Length; i++)
                AssertNear(outputs[i], distribution[(row * outputs.Length) + i]);
            for (int i = 0; i < spread.Length; i++)
                AssertNear(spread[i], logStds[(row * spread.Length) + i]);
            Assert.Equal(policy.HasLogStd, spread.Length > 0);
            double margin = outputs.Length < 2 ? 1 : outputs.OrderDescending().First() - outputs.OrderDescending().Skip(1).First();
            for (int i = 0; i < action.Length; i++)
            {
                if (!snapshot.IsDiscrete || margin > 1e-4)
                    AssertNear(action[i], actions[(row * action.Length) + i]);
            }
        }
    }

    private static void AssertNear(double expected, float actual) =>
        Assert.InRange(actual - expected, -2e-5 - (2e-5 * Math.Abs(expected)), 2e-5 + (2e-5 * Math.Abs(expected)));
}
