using System.Text;
using GpuAc.Export.Inference;
using GpuAc.Export.Onnx;
using GpuAc.Export.Tests.Support;
using GpuAc.Kernels;
using GpuAc.Kernels.Distributions;

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
        OnnxModel ours = OnnxModel.Parse(OnnxExporter.ToBytes(Policies.CartPole()));
        var foreign = new ProtobufWriter();
        foreign.Integer(OnnxFields.ModelIrVersion, 8);
        foreign.Raw(ours.File.AsSpan(ours.GraphField));
        AssertRefused("foreign.onnx", foreign.Written.ToArray(), "is an ONNX file, but no policy of GpuAc");
    }

    [Fact]
    public void Load_TruncatedAnywhere_IsRefused()
    {
        byte[] file = OnnxExporter.ToBytes(Policies.Create(DistributionKind.DiagonalGaussian, hidden: [3]));
        for (int length = 1; length < file.Length; length++)
        {
            byte[] cut = file[..length];
            Assert.Throws<GpuAcException>(() => OnnxPolicy.Load(cut));
        }
    }

    [Fact]
    public void Load_MetadataOfAnotherPolicy_SaysWhatDoesNotFit()
    {
        OnnxModel graph = OnnxModel.Parse(OnnxExporter.ToBytes(Policies.CartPole()));
        OnnxModel metadata = OnnxModel.Parse(OnnxExporter.ToBytes(Policies.Create(DistributionKind.Categorical)));
        byte[] mixed =
            [.. metadata.File[..metadata.GraphField.Start], .. graph.File[graph.GraphField], .. metadata.File[metadata.GraphField.End..]];
        AssertRefused("mixed.onnx", mixed, "its input 'observation' is float32[batch, 4], but the metadata says float32[batch, 5]");
    }

    [Fact]
    public void Load_GraphThatOnnxRuntimeRefuses_SaysSo()
    {
        byte[] file = OnnxExporter.ToBytes(Policies.CartPole());
        int at = file.AsSpan().IndexOf("Tanh"u8);
        "Tonh"u8.CopyTo(file.AsSpan(at));
        AssertRefused("operator.onnx", file, "cannot be loaded by ONNX Runtime");
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
