using System.Text;
using Google.Protobuf;
using GpuAc.Export.Onnx;
using GpuAc.Export.Tests.Support;
using GpuAc.Policies.Distributions;

namespace GpuAc.Export.Tests.Inference;

public sealed class BadPolicyFileTests
{
    [Fact]
    public void Load_Missing_NamesTheFile() => AssertRefused("none.onnx", null, "cannot be read");

    [Fact]
    public void Load_Empty_SaysSo() => AssertRefused("empty.onnx", [], "is empty");

    [Fact]
    public void Load_Text_SaysThatItIsNoOnnx() =>
        AssertRefused("readme.onnx", Encoding.UTF8.GetBytes("Hello, this is no model at all.\n"), "is damaged or no ONNX file");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Load_RandomBytes_SaysThatItIsNoOnnx(int seed)
    {
        var numbers = new Numbers(seed);
        AssertRefused("random.onnx", [.. Enumerable.Range(0, 5000).Select(_ => (byte)numbers.Next())], "is damaged or no ONNX file");
    }

    [Fact]
    public void Load_Foreign_SaysThatItIsNoPolicyOfOurs()
    {
        ModelProto ours = OnnxReader.Read(OnnxExporter.ToBytes(TestPolicies.CartPole()));
        var foreign = new ModelProto { IrVersion = 8, Graph = ours.Graph };
        AssertRefused("foreign.onnx", foreign.ToByteArray(), "is an ONNX file, but no policy of GpuAc");
    }

    [Fact]
    public void Load_TruncatedAnywhere_IsRefused()
    {
        byte[] file = OnnxExporter.ToBytes(TestPolicies.Create(DistributionKind.DiagonalGaussian, hidden: [3]));
        for (int length = 1; length < file.Length; length++)
        {
            byte[] cut = file[..length];
            Assert.Throws<GpuAcException>(() => OnnxPolicy.Load(cut));
        }
    }

    [Fact]
    public void Load_MetadataOfAnotherPolicy_SaysWhatDoesNotFit()
    {
        ModelProto mixed = OnnxReader.Read(OnnxExporter.ToBytes(TestPolicies.Create(DistributionKind.Categorical)));
        mixed.Graph = OnnxReader.Read(OnnxExporter.ToBytes(TestPolicies.CartPole())).Graph;
        AssertRefused(
            "mixed.onnx", mixed.ToByteArray(),
            "its input 'observation' is float32[batch, 4], but the metadata says float32[batch, 5]");
    }

    [Fact]
    public void Load_GraphThatOnnxRuntimeRefuses_SaysSo()
    {
        byte[] file = OnnxExporter.ToBytes(TestPolicies.CartPole());
        int at = file.AsSpan().IndexOf("Tanh"u8);
        "Tonh"u8.CopyTo(file.AsSpan(at));
        AssertRefused("operator.onnx", file, "cannot be loaded by ONNX Runtime");
    }

    [Fact]
    public void Load_GroupsInGroups_SaysThatItIsNoOnnx() =>
        AssertRefused("deep.onnx", [.. Enumerable.Repeat((byte)0x6B, 1_000_000)], "is damaged or no ONNX file");

    [Fact]
    public void Load_LengthBeyondTheFile_SaysThatItIsNoOnnx() => AssertRefused(
        "long.onnx", [.. OnnxExporter.ToBytes(TestPolicies.CartPole()), .. OnnxFiles.Claim(7, int.MaxValue)], "is damaged or no ONNX file");

    [Fact]
    public void Load_NoIrVersion_SaysThatItIsNoOnnx() =>
        AssertRefused("none.onnx", OnnxFiles.Field(14, []), "is damaged or no ONNX file: it has no IR version");

    [Fact]
    public void Load_NoGraph_SaysSo()
    {
        ModelProto model = OnnxReader.Read(OnnxExporter.ToBytes(TestPolicies.CartPole()));
        model.Graph = null;
        AssertRefused("graph.onnx", model.ToByteArray(), "is damaged or no ONNX file: it holds no graph");
    }

    [Fact]
    public void Load_AnyByteChanged_RunsOrIsRefused()
    {
        byte[] file = OnnxExporter.ToBytes(TestPolicies.Create(DistributionKind.Categorical, hidden: [3]));
        var numbers = new Numbers(5);
        for (int i = 0; i < file.Length; i++)
        {
            var changed = (byte[])file.Clone();
            changed[i] ^= (byte)(1 + (numbers.Next() % 255));
            AssertRunsOrIsRefused(changed);
        }
    }

    [Theory]
    [InlineData(DistributionKind.DiagonalGaussian)]
    [InlineData(DistributionKind.Categorical)]
    public void Load_RandomMutations_RunOrAreRefused(DistributionKind distribution)
    {
        byte[] file = OnnxExporter.ToBytes(TestPolicies.Create(distribution, hidden: [3]));
        var numbers = new Numbers(6);
        for (int i = 0; i < 1000; i++)
            AssertRunsOrIsRefused(OnnxFiles.Mutate(file, numbers));
    }

    private static void AssertRunsOrIsRefused(byte[] file)
    {
        try
        {
            using OnnxPolicy policy = OnnxPolicy.Load(file);
            policy.Act(new float[2 * policy.ObservationSize], new float[2 * policy.ActionComponents]);
            policy.Forward(
                new float[policy.ObservationSize], new float[policy.ActionComponents], new float[policy.HasValue ? 1 : 0],
                new float[policy.ActorOutputs]);
        }
        catch (GpuAcException)
        {
            // The one way to refuse.
        }
    }

    private static void AssertRefused(string name, byte[]? content, string expected)
    {
        using var folder = new TemporaryFolder();
        string path = content == null ? folder.File(name) : folder.Write(name, content);
        var error = Assert.Throws<GpuAcException>(() => OnnxPolicy.Load(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Matches("policy.onnx that 'gpuac train' or 'gpuac export' wrote|Export the policy again", error.Message);
    }
}
