using GpuAc.Export.Onnx;
using GpuAc.Export.Tests.Support;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Export.Tests;

public sealed class PolicyMetadataTests
{
    [Theory]
    [InlineData(DistributionKind.Categorical)]
    [InlineData(DistributionKind.DiagonalGaussian)]
    [InlineData(DistributionKind.SquashedGaussian)]
    [InlineData(DistributionKind.Deterministic)]
    [InlineData(DistributionKind.SquashedDeterministic)]
    [InlineData(DistributionKind.StateDependentSquashedGaussian)]
    public void Load_ExportedPolicy_TellsWhatTheSnapshotSays(DistributionKind distribution)
    {
        PolicySnapshot snapshot = TestPolicies.Create(distribution) with
        {
            ObservationNames = ["a,b", "c\\", "", "ü 日本", "\\,\n"],
        };
        using OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(snapshot));
        PolicyMetadata metadata = policy.Metadata;
        Assert.Equal(PolicyMetadata.CurrentSchemaVersion, metadata.SchemaVersion);
        Assert.Equal(snapshot.Provenance, metadata.Provenance);
        Assert.Equal(distribution, metadata.Distribution);
        Assert.Equal(snapshot.IsDiscrete, metadata.IsDiscrete);
        Assert.Equal(snapshot.ObservationNames, metadata.ObservationNames);
        Assert.Equal(snapshot.ObservationLow, metadata.ObservationLow);
        Assert.Equal(snapshot.ObservationHigh, metadata.ObservationHigh);
        Assert.Equal(snapshot.ActionNames, metadata.ActionNames);
        Assert.Equal(snapshot.ActionLow, metadata.ActionLow);
        Assert.Equal(snapshot.ActionHigh, metadata.ActionHigh);
    }

    [Fact]
    public void Load_NameThatIsNoUnicode_ReadsReplacementCharacters()
    {
        PolicySnapshot snapshot = TestPolicies.Create(DistributionKind.Categorical, observations: 1) with
        {
            ObservationNames = ["\uD800x"],
        };
        using OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(snapshot));
        Assert.Equal(["\uFFFDx"], policy.Metadata.ObservationNames);
    }

    [Theory]
    [InlineData(float.Epsilon, float.MaxValue)]
    [InlineData(-0f, 1e-40f)]
    [InlineData(float.NegativeInfinity, float.PositiveInfinity)]
    [InlineData(0.1f, 16777217f)]
    public void Parse_AnyNumber_ReadsBackToTheSameBits(float low, float high)
    {
        PolicySnapshot snapshot =
            TestPolicies.Create(DistributionKind.Categorical, observations: 1) with { ObservationLow = [low], ObservationHigh = [high] };
        PolicyMetadata metadata = PolicyMetadataEntries.Parse(PolicyMetadataEntries.Format(PolicyMetadata.From(snapshot)).ToDictionary());
        Assert.Equal(BitConverter.SingleToInt32Bits(low), BitConverter.SingleToInt32Bits(metadata.ObservationLow[0]));
        Assert.Equal(BitConverter.SingleToInt32Bits(high), BitConverter.SingleToInt32Bits(metadata.ObservationHigh[0]));
    }

    // Files from before it was recorded.
    [Fact]
    public void Parse_WithoutRewardScale_DoesNotKnowIt()
    {
        Dictionary<string, string> entries = PolicyMetadataEntries.Format(PolicyMetadata.From(TestPolicies.CartPole())).ToDictionary();
        Assert.True(entries.Remove("gpuac.reward_scale"));
        Assert.Null(PolicyMetadataEntries.Parse(entries).RewardScale);
    }

    [Theory]
    [InlineData("gpuac.reward_scale", "small", "gpuac.reward_scale is 'small'")]
    [InlineData("gpuac.seed", "many", "gpuac.seed is 'many'")]
    [InlineData("gpuac.seed", null, "lacks gpuac.seed")]
    [InlineData("gpuac.schema_version", "2", "gpuac.schema_version is 2, but this version of GpuAc reads up to 1")]
    [InlineData("gpuac.schema_version", "0", "gpuac.schema_version is 0")]
    [InlineData("gpuac.action.distribution", "beta", "gpuac.action.distribution is 'beta'")]
    [InlineData("gpuac.observation.low", "1,x", "gpuac.observation.low is '1,x'")]
    public void Parse_FaultyEntry_NamesKeyAndValue(string key, string? value, string expected)
    {
        Dictionary<string, string> entries = PolicyMetadataEntries.Format(PolicyMetadata.From(TestPolicies.CartPole())).ToDictionary();
        entries.Remove(key);
        if (value != null)
            entries.Add(key, value);
        var error = Assert.Throws<InvalidDataException>(() => PolicyMetadataEntries.Parse(entries));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
