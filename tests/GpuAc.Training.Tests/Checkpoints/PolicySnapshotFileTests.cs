using System.Buffers;
using System.Text;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Files;
using GpuAc.Policies.Networks;
using MessagePack;

namespace GpuAc.Training.Tests.Checkpoints;

public sealed class PolicySnapshotFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gpuac-").FullName;

    [Theory]
    [InlineData(DistributionKind.Categorical, false, false)]
    [InlineData(DistributionKind.Categorical, true, true)]
    [InlineData(DistributionKind.DiagonalGaussian, true, false)]
    [InlineData(DistributionKind.SquashedGaussian, false, true)]
    public void Load_SavedSnapshot_IsTheSame(DistributionKind distribution, bool shared, bool normalized)
    {
        PolicySnapshot saved = Snapshot(distribution, shared, normalized, rewardScale: normalized ? 0.25f : 1);
        string path = Path.Combine(folder, "policy.msgpack");
        PolicySnapshotFile.Save(path, saved);
        PolicySnapshot loaded = PolicySnapshotFile.Load(path);
        Assert.Equal(saved.Parameters, loaded.Parameters);
        Assert.Equal(saved.Network.LogStdCount, loaded.Network.LogStdCount);
        Assert.Equal(saved.Network.Body.Inputs, loaded.Network.Body.Inputs);
        Assert.Equal(saved.Network.Body.Layers, loaded.Network.Body.Layers);
        Assert.Equal(saved.Network.Actor.Layers, loaded.Network.Actor.Layers);
        Assert.Equal(saved.Network.Critic.Layers, loaded.Network.Critic.Layers);
        Assert.Equal(saved.Distribution, loaded.Distribution);
        Assert.Equal(saved.RewardScale, loaded.RewardScale);
        Assert.Equal(saved.Normalization?.Mean, loaded.Normalization?.Mean);
        Assert.Equal(saved.Normalization?.Variance, loaded.Normalization?.Variance);
        Assert.Equal(saved.Normalization?.Epsilon, loaded.Normalization?.Epsilon);
        Assert.Equal(saved.Normalization?.Clip, loaded.Normalization?.Clip);
        Assert.Equal(saved.ObservationNames, loaded.ObservationNames);
        Assert.Equal(saved.ObservationLow, loaded.ObservationLow);
        Assert.Equal(saved.ObservationHigh, loaded.ObservationHigh);
        Assert.Equal(saved.ActionNames, loaded.ActionNames);
        Assert.Equal(saved.ActionLow, loaded.ActionLow);
        Assert.Equal(saved.ActionHigh, loaded.ActionHigh);
        Assert.Equal(saved.Provenance, loaded.Provenance);
        Assert.Equal(PolicySnapshotFile.Format(saved), PolicySnapshotFile.Format(loaded));
    }

    [Fact]
    public void Save_FileExists_ReplacesItAndLeavesNothingElse()
    {
        string path = Write("policy.msgpack", [1, 2, 3]);
        PolicySnapshotFile.Save(path, Snapshot());
        PolicySnapshotFile.Load(path);
        Assert.Single(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void Save_FaultySnapshot_NamesTheFaultAndKeepsTheOldFile()
    {
        string path = Write("policy.msgpack", [1, 2, 3]);
        PolicySnapshot faulty = Snapshot();
        faulty.Parameters[5] = float.NaN;
        var error = Assert.Throws<GpuAcException>(() => PolicySnapshotFile.Save(path, faulty));
        Assert.Contains("Parameters[5] is NaN", error.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
    }

    [Fact]
    public void Save_FolderMissing_SaysSo()
    {
        string path = Path.Combine(folder, "none", "policy.msgpack");
        var error = Assert.Throws<GpuAcException>(() => PolicySnapshotFile.Save(path, Snapshot()));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Missing_SaysSo() => AssertRefused(Path.Combine(folder, "none.msgpack"), "cannot be read");

    [Fact]
    public void Load_Empty_SaysSo() => AssertRefused([], "it is empty");

    [Fact]
    public void Load_Text_SaysThatItIsNoSnapshot() =>
        AssertRefused(Encoding.UTF8.GetBytes("{ \"policy\": 1 }"), "it is no policy snapshot of GpuAc");

    [Theory]
    [InlineData(new byte[] { 0x94, 0xA3, (byte)'a', (byte)'b', (byte)'c', 1, 2, 3 })]
    [InlineData(new byte[] { 0x94, 0xDB, 0xFF, 0xFF, 0xFF, 0xFF })] // a text of 2³² − 1 bytes
    [InlineData(new byte[] { 0xDD, 0xFF, 0xFF, 0xFF, 0xFF })] // an array of 2³² − 1 values
    public void Load_ForeignMessagePack_SaysThatItIsNoSnapshot(byte[] file) => AssertRefused(file, "it is no policy snapshot of GpuAc");

    [Fact]
    public void Load_ContentOfImpossibleLength_IsRefused()
    {
        byte[] start = [0x94, 0xAC, .. "gpuac.policy"u8, 1, 0];
        AssertRefused([.. start, 0xC6, 0xFF, 0xFF, 0xFF, 0xFF], "it is cut off or malformed");
        AssertRefused([.. start, 0xC6, 0x7F, 0xFF, 0xFF, 0xFF], "it is cut off or malformed");
        AssertRefused([0x94, 0xAC, .. "gpuac.policy"u8, 0xCF, .. Enumerable.Repeat((byte)0xFF, 8)], "it is cut off or malformed");
    }

    [Fact]
    public void Load_TruncatedAnywhere_IsRefused()
    {
        byte[] file = PolicySnapshotFile.Format(Snapshot());
        for (int length = 0; length < file.Length; length++)
            AssertRefused(file[..length], "cannot be used");
    }

    [Fact]
    public void Load_AnyBitChanged_IsRefused()
    {
        byte[] file = PolicySnapshotFile.Format(Snapshot());
        for (int i = 0; i < file.Length; i++)
        {
            var changed = (byte[])file.Clone();
            changed[i] ^= (byte)(1 << (i % 8));
            AssertRefused(changed, "cannot be used");
        }
    }

    [Theory]
    [InlineData(DistributionKind.Categorical, true)]
    [InlineData(DistributionKind.DiagonalGaussian, false)]
    public void Load_ContentCutAnywhereUnderARightChecksum_IsRefused(DistributionKind distribution, bool shared)
    {
        byte[] content = PolicySnapshotContent.Format(Snapshot(distribution, shared));
        for (int length = 0; length < content.Length; length++)
            AssertRefused(Envelope(version: 1, content[..length]), "cannot be used");
    }

    [Theory]
    [InlineData(DistributionKind.Categorical, true)]
    [InlineData(DistributionKind.DiagonalGaussian, false)]
    public void Load_AnyByteOfTheContentChangedUnderARightChecksum_LoadsOrIsRefused(DistributionKind distribution, bool shared)
    {
        byte[] content = PolicySnapshotContent.Format(Snapshot(distribution, shared));
        for (int i = 0; i < content.Length; i++)
        {
            byte original = content[i];
            for (int value = 0; value < 256; value += i % 4 == 0 ? 15 : 51)
            {
                content[i] = (byte)value;
                AssertLoadsOrIsRefused(content);
            }

            content[i] = original;
        }
    }

    [Fact]
    public void Load_RandomMutationsOfTheContentUnderARightChecksum_LoadOrAreRefused()
    {
        byte[] original = PolicySnapshotContent.Format(Snapshot());
        var numbers = new Random(1);
        for (int i = 0; i < 5000; i++)
        {
            var content = new List<byte>(original);
            for (int left = numbers.Next(1, 5); left > 0; left--)
            {
                int at = numbers.Next(content.Count);
                int count = Math.Min(numbers.Next(1, 9), content.Count - at);
                if (numbers.Next(3) == 0)
                    content.RemoveRange(at, count);
                else if (numbers.Next(2) == 0)
                    content.InsertRange(at, content.GetRange(at, count));
                else
                    content[at] = (byte)numbers.Next(256);
                if (content.Count == 0)
                    break;
            }

            AssertLoadsOrIsRefused([.. content]);
        }
    }

    [Theory]
    [InlineData(0x91)] // arrays of one array
    [InlineData(0x81)] // maps whose key is a map
    public void Load_DeeplyNestedPart_IsRefusedOrSkipped(byte code)
    {
        byte[] deep = [.. Enumerable.Repeat(code, 1_000_000), .. Enumerable.Repeat((byte)0xC0, 1_000_001)];
        byte[] content = [0x8F, 0xA3, (byte)'n', (byte)'e', (byte)'w', .. deep, .. PolicySnapshotContent.Format(Snapshot())[1..]];
        AssertLoadsOrIsRefused(content);
        AssertRefused([0x94, .. deep], "it is no policy snapshot of GpuAc");
    }

    [Theory]
    [InlineData(new byte[] { 0xDF, 0x7F, 0xFF, 0xFF, 0xFF })] // a map of 2³¹ − 1 entries
    [InlineData(new byte[] { 0xDF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x81, 0xDB, 0x7F, 0xFF, 0xFF, 0xFF })] // a name of 2³¹ − 1 bytes
    [InlineData(new byte[] { 0x81, 0xA1, 0x61, 0xC6, 0x7F, 0xFF, 0xFF, 0xFF })] // a value of 2³¹ − 1 bytes
    [InlineData(new byte[] { 0x81, 0xA1, 0x61, 0xC6, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x81, 0xA1, 0x61, 0xDD, 0x7F, 0xFF, 0xFF, 0xFF })] // an array of 2³¹ − 1 values
    [InlineData(new byte[] { 0x81, 0xA1, 0x61, 0xDD, 0xFF, 0xFF, 0xFF, 0xFF })]
    public void Load_LengthBeyondTheFile_IsRefusedWithoutTakingTheMemory(byte[] content)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(Envelope(version: 1, content), "cannot be used");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Load_LongerThanItsContent_IsRefused() => AssertRefused([.. PolicySnapshotFile.Format(Snapshot()), 0], "was damaged");

    [Fact]
    public void Load_NewerVersion_SaysWhichIsRead() =>
        AssertRefused(Envelope(version: 2, [0x80]), "its format has version 2, but this version of GpuAc reads up to 1");

    [Fact]
    public void Load_PartMissing_NamesIt() => AssertRefused(Envelope(version: 1, [0x80]), "it lacks 'body'");

    [Fact]
    public void Load_PartsThatDoNotFit_NamesTheFault()
    {
        // What Save refuses, with a checksum that is right.
        PolicySnapshot faulty = Snapshot() with { ObservationNames = ["only one"] };
        AssertRefused(Envelope(version: 1, PolicySnapshotContent.Format(faulty)), "ObservationNames holds 1, but the body's input is 3");
    }

    [Fact]
    public void Load_WidthsWhoseParametersOverflow_IsRefused()
    {
        // 4·w + 2·(w + 1) weights and biases are 2³² + 4.
        const int Width = 715_827_883;
        var actor = new MlpSpec(
            3, [new DenseLayerSpec(3, Width, Activation.Tanh), new DenseLayerSpec(Width, 2, Activation.Identity)]);
        var network = new ActorCriticSpec(new MlpSpec(3, []), actor, new MlpSpec(3, []), 0);
        Assert.Equal(4, network.ParameterCount);
        PolicySnapshot faulty = Snapshot(DistributionKind.Categorical) with { Network = network, Parameters = new float[4] };
        AssertRefused(
            Envelope(version: 1, PolicySnapshotContent.Format(faulty)), "Parameters holds 4, but the network's need is 4294967300");
    }

    [Fact]
    public void Load_ActivationThatIsNotRegistered_NamesItAndTheRemedy()
    {
        PolicySnapshot snapshot = Snapshot() with
        {
            Network = new ActorCriticSpec(
                new MlpSpec(3, []), MlpSpec.Create(3, [5], OwnActivations.Mish, 2), MlpSpec.Create(3, [5], OwnActivations.Mish, 1), 2),
        };
        byte[] content = PolicySnapshotContent.Format(snapshot);
        "mist"u8.CopyTo(content.AsSpan(content.AsSpan().IndexOf("mish"u8)));
        AssertRefused(
            Envelope(version: 1, content), "layer 0 of its actor has the activation 'mist', which this program has not registered");
    }

    [Fact]
    public void Load_UnknownNumberOfAnActivation_IsRefused()
    {
        byte[] content = PolicySnapshotContent.Format(Snapshot());
        // The actor's first layer: [5, 2], five outputs and tanh.
        int layer = content.AsSpan().IndexOf((byte[])[0x92, 5, 2]);
        content[layer + 2] = 99;
        AssertRefused(Envelope(version: 1, content), "layer 0 of its actor has the unknown activation 99");
    }

    [Fact]
    public void Load_UnknownPart_IsSkipped()
    {
        byte[] content = PolicySnapshotContent.Format(Snapshot());
        Assert.Equal(0x8E, content[0]);
        content = [0x8F, 0xA3, (byte)'n', (byte)'e', (byte)'w', 0x92, 1, 0xC0, .. content[1..]];
        string path = Write("policy.msgpack", Envelope(version: 1, content));
        Assert.Equal(Snapshot().Parameters, PolicySnapshotFile.Load(path).Parameters);
    }

    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xE3069283u)]
    public void Checksum_KnownText_IsCastagnolis(string text, uint expected) =>
        Assert.Equal(expected, Crc32C.Of(Encoding.ASCII.GetBytes(text)));

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static PolicySnapshot Snapshot(
        DistributionKind distribution = DistributionKind.DiagonalGaussian, bool shared = false, bool normalized = true,
        float rewardScale = 1)
    {
        bool discrete = distribution == DistributionKind.Categorical;
        MlpSpec body = shared ? MlpSpec.Create(3, [5, 4], Activation.SiLU, 0) : new MlpSpec(3, []);
        int[] heads = shared ? [] : [5];
        var network = new ActorCriticSpec(
            body, MlpSpec.Create(body.Outputs, heads, Activation.Tanh, 2), MlpSpec.Create(body.Outputs, heads, Activation.GeluTanh, 1),
            discrete ? 0 : 2);
        return new PolicySnapshot
        {
            Network = network,
            Parameters = [.. Enumerable.Range(0, network.ParameterCount).Select(i => MathF.Sin(i))],
            RewardScale = rewardScale,
            Distribution = distribution,
            Normalization = normalized ? new ObservationNormalization([1, 2, 3], [0.1f, 4, 1e-30f], 1e-8f, 10) : null,
            ObservationNames = ["x", "ü", "日本"],
            ObservationLow = [float.NegativeInfinity, -1, -0f],
            ObservationHigh = [float.PositiveInfinity, 1, float.MaxValue],
            ActionNames = ["left", "right"],
            ActionLow = discrete ? [] : [-1, -2],
            ActionHigh = discrete ? [] : [1, 3],
            Provenance = new PolicyProvenance
            {
                EnvironmentId = "Test-v0",
                Algorithm = "ppo",
                Seed = ulong.MaxValue,
                TrainingSteps = long.MaxValue,
                EvaluationEpisodes = 100,
                EvaluationMeanReturn = -1.0 / 3,
                EvaluationStdReturn = double.Epsilon,
                LibraryVersion = "1.2.3",
            },
        };
    }

    private static byte[] Envelope(int version, byte[] content)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(4);
        writer.Write("gpuac.policy");
        writer.Write(version);
        writer.Write(Crc32C.Of(content));
        writer.Write(content);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private void AssertLoadsOrIsRefused(byte[] content)
    {
        string path = Write("changed.msgpack", Envelope(version: 1, content));
        try
        {
            Assert.Empty(PolicySnapshotFile.Load(path).Validate());
        }
        catch (GpuAcException error)
        {
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private void AssertRefused(byte[] content, string expected) => AssertRefused(Write("bad.msgpack", content), expected);

    private static void AssertRefused(string path, string expected)
    {
        var error = Assert.Throws<GpuAcException>(() => PolicySnapshotFile.Load(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("policy.msgpack of a run folder", error.Message, StringComparison.Ordinal);
    }
}
