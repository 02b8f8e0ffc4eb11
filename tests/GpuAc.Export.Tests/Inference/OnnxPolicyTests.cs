using GpuAc.Export.Inference;
using GpuAc.Export.Tests.Support;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Inference;
using GpuAc.Policies.Networks;

namespace GpuAc.Export.Tests.Inference;

public sealed class OnnxPolicyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1023)]
    [InlineData(1025)]
    [InlineData(3000)]
    public void Act_AnyBatch_GivesWhatEachObservationAloneGives(int batch)
    {
        PolicySnapshot snapshot = TestPolicies.Create(DistributionKind.SquashedGaussian);
        using OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(snapshot));
        float[] observations = TestPolicies.Observations(snapshot, batch);
        var actions = new float[batch * 3];
        policy.Act(observations, actions);
        var alone = new float[3];
        for (int row = 0; row < batch; row += 1 + (batch / 50))
        {
            policy.Act(observations.AsSpan(row * 5, 5), alone);
            for (int i = 0; i < 3; i++)
                Assert.Equal(alone[i], actions[(row * 3) + i], 1e-5f);
        }
    }

    [Fact]
    public void Act_SizesInAnyOrder_AgreesWithTheTrainer()
    {
        PolicySnapshot snapshot = TestPolicies.CartPole();
        using OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(snapshot));
        using CpuPolicy trainer = CpuPolicy.Create(snapshot);
        float[] observations = TestPolicies.Observations(snapshot, 400);
        foreach (int batch in Enumerable.Range(1, 200).SelectMany(n => (int[])[n, 401 - n]))
        {
            var actual = new float[batch];
            var expected = new float[batch];
            policy.Act(observations.AsSpan(0, batch * 4), actual);
            trainer.Act(observations.AsSpan(0, batch * 4), expected);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void ActDiscrete_OneObservation_GivesTheIndex()
    {
        PolicySnapshot snapshot = TestPolicies.Create(DistributionKind.Categorical, actions: 7);
        using OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(snapshot));
        var seen = new HashSet<int>();
        foreach (float[] observation in TestPolicies.Observations(snapshot, 200).Chunk(5))
        {
            int action = policy.ActDiscrete(observation);
            Assert.Equal(DoubleReference.Forward(snapshot, observation).Action[0], action);
            seen.Add(action);
        }

        Assert.True(seen.Count > 2);
    }

    [Fact]
    public void ActDiscrete_ContinuousPolicy_SaysWhatToCall()
    {
        using OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(TestPolicies.Pendulum()));
        var error = Assert.Throws<InvalidOperationException>(() => policy.ActDiscrete([0, 0, 0]));
        Assert.Contains("use Act", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Act_EmptyBatch_DoesNothing()
    {
        using OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(TestPolicies.CartPole()));
        policy.Act([], []);
    }

    [Theory]
    [InlineData(3, 1, "observations")]
    [InlineData(5, 1, "observations")]
    [InlineData(8, 1, "actions")]
    [InlineData(4, 2, "actions")]
    public void Act_LengthsDoNotFit_NamesTheArgument(int observations, int actions, string name)
    {
        using OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(TestPolicies.CartPole()));
        var error = Assert.Throws<ArgumentException>(() => policy.Act(new float[observations], new float[actions]));
        Assert.StartsWith($"'{name}' must hold", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN, 0)]
    [InlineData(float.PositiveInfinity, 37)]
    [InlineData(float.NegativeInfinity, 399)]
    public void Act_ObservationNotFinite_NamesRowComponentAndValue(float value, int at)
    {
        PolicySnapshot snapshot = TestPolicies.CartPole();
        using OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(snapshot));
        float[] observations = TestPolicies.Observations(snapshot, 100);
        observations[at] = value;
        var error = Assert.Throws<GpuAcException>(() => policy.Act(observations, new float[100]));
        Assert.StartsWith(
            $"Observation {at / 4} is not finite: its component {at % 4} (observation {at % 4}) is {value}", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Act_AfterDispose_Throws()
    {
        OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(TestPolicies.CartPole()));
        policy.Act(new float[4], new float[1]);
        policy.Dispose();
        policy.Dispose();
        Assert.Throws<ObjectDisposedException>(() => policy.Act(new float[4], new float[1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(5000)]
    public void ActAndForward_BatchSizeSeenBefore_AllocateNothing(int batch)
    {
        foreach (DistributionKind distribution in Enum.GetValues<DistributionKind>())
        {
            PolicySnapshot snapshot = TestPolicies.Create(distribution);
            using OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(snapshot));
            float[] observations = TestPolicies.Observations(snapshot, batch);
            var actions = new float[batch * policy.ActionComponents];
            var values = new float[batch];
            var outputs = new float[batch * policy.ActorOutputs];
            policy.Act(observations, actions);
            policy.Forward(observations, actions, values, outputs);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 50; i++)
            {
                policy.Act(observations, actions);
                policy.Forward(observations, actions, values, outputs);
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Fact]
    public void Act_ManyThreads_AgreesWithOne()
    {
        PolicySnapshot snapshot = TestPolicies.Create(DistributionKind.DiagonalGaussian);
        using OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(snapshot));
        float[] observations = TestPolicies.Observations(snapshot, 300);
        float[][] expected = [.. Enumerable.Range(1, 60).Select(batch => Act(policy, observations, batch))];
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            for (int i = 0; i < 300; i++)
            {
                int batch = 1 + (((7 * thread) + i) % 60);
                Assert.Equal(expected[batch - 1], Act(policy, observations, batch));
            }
        });
    }

    [Fact]
    public void Load_AnyDeviceAsked_TellsWhichIsUsed()
    {
        byte[] file = OnnxExporter.ToBytes(TestPolicies.CartPole());
        using OnnxPolicy cpu = OnnxPolicy.Load(file);
        Assert.Equal(InferenceDevice.Cpu, cpu.Device);
        Assert.Null(cpu.Warning);
        using OnnxPolicy auto = OnnxPolicy.Load(file, new OnnxPolicyOptions { Device = InferenceDevice.Auto });
        Assert.Equal(auto.Device == InferenceDevice.Cpu, auto.Warning != null);
        if (auto.Device == InferenceDevice.Cpu)
        {
            Assert.Contains("CUDA", auto.Warning, StringComparison.Ordinal);
            var error = Assert.Throws<GpuAcException>(() => OnnxPolicy.Load(file, new OnnxPolicyOptions { Device = InferenceDevice.Cuda }));
            Assert.StartsWith("Device 'cuda' was asked for, but", error.Message, StringComparison.Ordinal);
        }

        var action = new float[1];
        auto.Act(new float[4], action);
    }

    private static float[] Act(OnnxPolicy policy, float[] observations, int batch)
    {
        var actions = new float[batch * 3];
        policy.Act(observations.AsSpan(0, batch * 5), actions);
        return actions;
    }
}
