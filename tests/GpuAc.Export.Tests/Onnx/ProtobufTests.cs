using GpuAc.Export.Onnx;
using GpuAc.Export.Tests.Support;
using GpuAc.Kernels.Distributions;

namespace GpuAc.Export.Tests.Onnx;

public sealed class ProtobufTests
{
    [Theory]
    [InlineData(0L, new byte[] { 0x08, 0x00 })]
    [InlineData(150L, new byte[] { 0x08, 0x96, 0x01 })]
    [InlineData(-1L, new byte[] { 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    [InlineData(long.MaxValue, new byte[] { 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F })]
    public void Integer_AnyValue_HasTheFormatsBytesAndReadsBack(long value, byte[] expected)
    {
        var writer = new ProtobufWriter();
        writer.Integer(1, value);
        Assert.Equal(expected, writer.Written.ToArray());
        var reader = new ProtobufReader(writer.Written);
        Assert.True(reader.Next());
        Assert.Equal(value, reader.Integer);
        Assert.False(reader.Next());
    }

    [Fact]
    public void Text_LongFieldNumber_HasTheFormatsBytes()
    {
        var writer = new ProtobufWriter();
        writer.Text(20, "testing");
        Assert.Equal([0xA2, 0x01, 0x07, .. "testing"u8], writer.Written.ToArray());
    }

    [Fact]
    public void Parse_CutAnywhere_ThrowsInvalidDataOrReadsAPrefix()
    {
        byte[] file = OnnxExporter.ToBytes(Policies.Create(DistributionKind.SquashedGaussian));
        for (int length = 0; length < file.Length; length++)
        {
            try
            {
                OnnxModel.Parse(file[..length]);
            }
            catch (InvalidDataException)
            {
                // The one way to refuse.
            }
        }
    }

    [Fact]
    public void Parse_AnyByteChanged_ThrowsNothingElseThanInvalidData()
    {
        byte[] file = OnnxExporter.ToBytes(Policies.Create(DistributionKind.DiagonalGaussian, hidden: [3]));
        var numbers = new Numbers(3);
        for (int i = 0; i < file.Length; i++)
        {
            var changed = (byte[])file.Clone();
            changed[i] ^= (byte)(1 + (numbers.Next() % 255));
            try
            {
                OnnxModel.Parse(changed);
            }
            catch (InvalidDataException)
            {
                // The one way to refuse.
            }
        }
    }
}
