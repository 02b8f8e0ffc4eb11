using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Inference;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Tests.Inference;

public class CpuPolicyTests
{
    /// <summary>One sample, less than a tile, a tile, one more than a tile, many tiles.</summary>
    private static readonly int[] Batches = [1, 7, 64, 65, 1000];

    public static TheoryData<DistributionKind, bool> DistributionsAndNormalization
    {
        get
        {
            var data = new TheoryData<DistributionKind, bool>();
            foreach (DistributionKind kind in Enum.GetValues<DistributionKind>())
            {
                data.Add(kind, false);
                data.Add(kind, true);
            }

            return data;
        }
    }

    public static TheoryData<Activation> Activations => [.. Activation.BuiltIn];

    [Theory]
    [MemberData(nameof(DistributionsAndNormalization))]
    public void Forward_AnyBatchAndWidth_MatchesTheDoubleReference(DistributionKind kind, bool normalized) =>
        AssertMatches(TestPolicies.Create(kind, normalized: normalized, rewardScale: normalized ? 0.3f : 1), Batches);

    [Theory]
    [InlineData(DistributionKind.DiagonalGaussian)]
    [InlineData(DistributionKind.SquashedGaussian)]
    [InlineData(DistributionKind.StateDependentSquashedGaussian)]
    public void Forward_LogStds_MatchTheDoubleReference(DistributionKind kind)
    {
        PolicySnapshot snapshot = TestPolicies.Create(kind, hidden: [8]);
        // Some beyond what the clamp lets through.
        for (int i = snapshot.Network.CriticOffset - 4; i < snapshot.Network.CriticOffset; i++)
            snapshot.Parameters[i] *= 40;
        float[] observations = new TestNumbers(3).Uniforms(70 * TestPolicies.Observations, -9, 9);
        foreach (int width in LaneRunner.AllWidths)
        {
            using CpuPolicy policy = CpuPolicy.Create(snapshot, width);
            var logStds = new float[140];
            policy.Forward(observations, new float[140], [], [], logStds);
            for (int s = 0; s < 70; s++)
            {
                double[] expected = PolicyReference.LogStds(snapshot, PolicyReference.Act(snapshot, observations.AsSpan(3 * s, 3)).Outputs);
                for (int k = 0; k < 2; k++)
                    Near.Equal(expected[k], logStds[(2 * s) + k], 1e-5, 1e-5, $"log standard deviation {k} of sample {s}, width {width}");
            }
        }
    }

    [Fact]
    public void Forward_LogStdsOfNoGaussian_AreRefused()
    {
        using CpuPolicy policy = CpuPolicy.Create(TestPolicies.Create(DistributionKind.Categorical));
        Assert.Throws<InvalidOperationException>(() => policy.Forward(new float[3], new float[1], [], [], new float[2]));
        using CpuPolicy gaussian = CpuPolicy.Create(TestPolicies.Create(DistributionKind.SquashedGaussian));
        Assert.Contains(
            "batch × 2 = 2",
            Assert.Throws<ArgumentException>(() => gaussian.Forward(new float[3], new float[2], [], [], new float[3])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Forward_AnyActivationAndShape_MatchesTheDoubleReference(Activation activation) => AssertMatchesForAnyShape(activation);

    internal static void AssertMatchesForAnyShape(Activation activation)
    {
        AssertMatches(TestPolicies.Create(DistributionKind.Categorical, activation, [64, 64]), [65]);
        AssertMatches(TestPolicies.Create(DistributionKind.DiagonalGaussian, activation, [33, 15, 16], shared: true), [65]);
        AssertMatches(TestPolicies.Create(DistributionKind.SquashedGaussian, activation, [1, 100]), [7]);
        AssertMatches(TestPolicies.Create(DistributionKind.Categorical, activation, [], actions: 16), [7]);
    }

    [Fact]
    public void Act_NoPlaceForValues_GivesTheActionsOfForward()
    {
        using CpuPolicy policy = CpuPolicy.Create(TestPolicies.Create(DistributionKind.SquashedGaussian));
        float[] observations = new TestNumbers(1).Uniforms(70 * 3, -2, 2);
        float[] expected = new float[140], actual = new float[140];
        policy.Forward(observations, expected, new float[70], new float[140]);
        policy.Act(observations, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Act_SquashedFarOut_StaysWithinTheBounds()
    {
        // −3 + (0.2 − −3) and −3 + (0.9 − −3) round to more than 0.2 and 0.9.
        PolicySnapshot snapshot = TestPolicies.Create(
            DistributionKind.SquashedGaussian, Activation.Identity) with { ActionLow = [-3, -3], ActionHigh = [0.2f, 0.9f] };
        using CpuPolicy policy = CpuPolicy.Create(snapshot);
        var extremes = new HashSet<float>();
        var action = new float[2];
        foreach (float far in new[] { -1e6f, 1e6f })
        {
            policy.Act([far, far, far], action);
            for (int i = 0; i < 2; i++)
            {
                Assert.InRange(action[i], snapshot.ActionLow[i], snapshot.ActionHigh[i]);
                extremes.Add(action[i]);
            }
        }

        Assert.Equal([-3f, 0.2f, 0.9f], extremes.Order());
    }

    [Fact]
    public void Create_ParametersChangedLater_KeepsItsCopy()
    {
        PolicySnapshot snapshot = TestPolicies.Create(DistributionKind.DiagonalGaussian);
        using CpuPolicy policy = CpuPolicy.Create(snapshot);
        float[] before = new float[2], after = new float[2];
        policy.Act([1, 2, 3], before);
        snapshot.Parameters.AsSpan().Clear();
        policy.Act([1, 2, 3], after);
        Assert.Equal(before, after);
    }

    [Theory]
    [InlineData(4, 1, 0, 0, "observations", "a multiple of 3")]
    [InlineData(6, 1, 0, 0, "actions", "batch × 1 = 2")]
    [InlineData(6, 2, 3, 0, "values", "batch = 2")]
    [InlineData(6, 2, 2, 3, "distribution", "batch × 2 = 4")]
    public void Forward_WrongLength_NamesTheArgumentAndWhatItWants(
        int observations, int actions, int values, int distribution, string name, string wanted)
    {
        using CpuPolicy policy = CpuPolicy.Create(TestPolicies.Create(DistributionKind.Categorical));
        ArgumentException thrown = Assert.Throws<ArgumentException>(
            () => policy.Forward(new float[observations], new float[actions], new float[values], new float[distribution]));
        Assert.Equal(name, thrown.ParamName);
        Assert.Contains(wanted, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Act_EmptyBatch_DoesNothing()
    {
        using CpuPolicy policy = CpuPolicy.Create(TestPolicies.Create(DistributionKind.Categorical));
        policy.Act([], []);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(32)]
    public void Create_NoSuchLaneWidth_IsRefused(int width) =>
        Assert.Throws<GpuAcException>(() => CpuPolicy.Create(TestPolicies.Create(DistributionKind.Categorical), width));

    [Fact]
    public void Forward_AnyBatch_AllocatesNothing()
    {
        foreach (DistributionKind kind in Enum.GetValues<DistributionKind>())
        {
            using CpuPolicy policy = CpuPolicy.Create(TestPolicies.Create(kind, normalized: true));
            float[] observations = new float[300],
                actions = new float[100 * policy.ActionComponents],
                values = new float[100],
                outputs = new float[200];
            policy.Forward(observations, actions, values, outputs);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
                policy.Forward(observations, actions, values, outputs);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    private static void AssertMatches(PolicySnapshot snapshot, int[] batches)
    {
        float[] observations = new TestNumbers(3).Uniforms(batches.Max() * TestPolicies.Observations, -2, 2);
        (double[] Outputs, double Value, double[] Action)[] expected =
            [.. observations.Chunk(TestPolicies.Observations).Select(o => PolicyReference.Act(snapshot, o))];
        foreach (int width in LaneRunner.AllWidths)
        {
            using CpuPolicy policy = CpuPolicy.Create(snapshot, width);
            foreach (int batch in batches)
            {
                var actions = new float[batch * policy.ActionComponents];
                var values = new float[batch];
                var outputs = new float[batch * policy.ActorOutputs];
                policy.Forward(observations.AsSpan(0, batch * TestPolicies.Observations), actions, values, outputs);
                for (int s = 0; s < batch; s++)
                {
                    string what = $"sample {s} of {batch}, width {width}, {snapshot.Distribution}, {snapshot.Network}";
                    Near.Equal(expected[s].Value, values[s], 1e-5, 1e-5, $"value of {what}");
                    for (int k = 0; k < policy.ActorOutputs; k++)
                        Near.Equal(expected[s].Outputs[k], outputs[s * policy.ActorOutputs + k], 1e-5, 1e-5, $"output {k} of {what}");
                    for (int k = 0; k < policy.ActionComponents; k++)
                        Near.Equal(expected[s].Action[k], actions[s * policy.ActionComponents + k], 1e-5, 1e-5, $"action {k} of {what}");
                }
            }
        }
    }
}
