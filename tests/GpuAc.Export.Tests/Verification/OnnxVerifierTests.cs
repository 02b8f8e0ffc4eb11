using GpuAc.Export.Tests.Support;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Export.Tests.Verification;

public sealed class OnnxVerifierTests
{
    [Theory]
    [InlineData(DistributionKind.Categorical, "logits")]
    [InlineData(DistributionKind.DiagonalGaussian, "mean")]
    public void Verify_ActorChanged_Throws(DistributionKind distribution, string output)
    {
        PolicySnapshot snapshot = TestPolicies.Create(distribution);
        AssertDetected(snapshot, snapshot.Network.CriticOffset - 1, output);
    }

    [Fact]
    public void Verify_CriticChanged_Throws()
    {
        PolicySnapshot snapshot = TestPolicies.Create(DistributionKind.SquashedGaussian);
        AssertDetected(snapshot, snapshot.Network.LogStdOffset - 1, "value");
    }

    [Fact]
    public void Verify_BoundsChanged_Throws()
    {
        PolicySnapshot snapshot = TestPolicies.Create(DistributionKind.SquashedGaussian);
        using OnnxPolicy policy = OnnxPolicy.Load(
            OnnxExporter.ToBytes(snapshot with { ActionHigh = [.. snapshot.ActionHigh.Select(high => high + 0.01f)] }));
        var error = Assert.Throws<GpuAcException>(() => OnnxVerifier.Verify(policy, snapshot));
        Assert.Contains("output 'action'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_AnotherPolicy_Throws()
    {
        PolicySnapshot snapshot = TestPolicies.CartPole();
        PolicySnapshot other = TestPolicies.CartPole(seed: 5);
        using OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(other));
        Assert.Throws<GpuAcException>(() => OnnxVerifier.Verify(policy, snapshot));
    }

    [Fact]
    public void Verify_LogitsTied_LeavesTheActionsOut()
    {
        PolicySnapshot snapshot = TestPolicies.CartPole();
        Array.Clear(snapshot.Parameters);
        using OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(snapshot));
        Assert.Equal(1024, OnnxVerifier.Verify(policy, snapshot).TiedActions);
    }

    [Fact]
    public void Verify_LengthIsNoMultiple_Throws()
    {
        using OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(TestPolicies.CartPole()));
        Assert.Throws<ArgumentException>(() => OnnxVerifier.Verify(policy, TestPolicies.CartPole(), new float[5]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Create_AnyPolicy_SpreadsObservationsWhereThePolicyMayBeUsed(bool normalized)
    {
        PolicySnapshot snapshot = TestPolicies.Create(DistributionKind.Categorical, normalized: normalized);
        float[] observations = VerificationObservations.Create(snapshot, 1024);
        Assert.Equal(observations, VerificationObservations.Create(snapshot, 1024));
        for (int component = 0; component < 5; component++)
        {
            float[] values = [.. observations.Where((_, i) => i % 5 == component)];
            Assert.All(values, value => Assert.InRange(value, snapshot.ObservationLow[component], snapshot.ObservationHigh[component]));
            Assert.True(values.Distinct().Count() > 1000);
        }
    }

    private static void AssertDetected(PolicySnapshot snapshot, int parameter, string output)
    {
        float[] parameters = [.. snapshot.Parameters];
        parameters[parameter] += 1e-3f;
        using OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(snapshot with { Parameters = parameters }));
        var error = Assert.Throws<GpuAcException>(() => OnnxVerifier.Verify(policy, snapshot));
        Assert.Contains($"output '{output}'", error.Message, StringComparison.Ordinal);
    }
}
