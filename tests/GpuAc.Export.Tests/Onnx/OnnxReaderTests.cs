using Google.Protobuf;
using GpuAc.Export.Onnx;
using GpuAc.Export.Tests.Support;
using GpuAc.Policies.Distributions;

namespace GpuAc.Export.Tests.Onnx;

public sealed class OnnxReaderTests
{
    private const int GraphField = 7;
    private const int NodeField = 1;
    private const int UnknownField = 13;

    public static TheoryData<byte[]> Malformed() =>
    [
        [0x00],                                             // field 0
        [0x08],                                             // a number that is cut off
        [0x08, .. Enumerable.Repeat((byte)0xFF, 10), 0x01], // a number of eleven bytes
        [0x0C],                                             // a group that ends without having begun
        [0x08, 0x08, 0x0C, 0x01],                           // the same, after a sound field
        [0x3E, 0x00],                                       // wire type 6
        OnnxFiles.Claim(GraphField, 1),
        OnnxFiles.Claim(GraphField, int.MaxValue),
        OnnxFiles.Claim(UnknownField, int.MaxValue),
        OnnxFiles.Claim(GraphField, uint.MaxValue),
        OnnxFiles.Claim(UnknownField, ulong.MaxValue),
        OnnxFiles.Field(GraphField, OnnxFiles.Claim(NodeField, int.MaxValue)),
        OnnxFiles.Field(GraphField, OnnxFiles.Field(5, OnnxFiles.Claim(9, int.MaxValue))),  // a tensor's data
        OnnxFiles.Field(GraphField, OnnxFiles.Field(5, OnnxFiles.Claim(1, int.MaxValue))),  // its dimensions
        [.. Enumerable.Repeat((byte)((UnknownField << 3) | 3), 1_000_000)],                 // groups in groups
        OnnxFiles.Field(GraphField, [.. Enumerable.Repeat((byte)((UnknownField << 3) | 3), 1_000_000)]),
    ];

    [Theory]
    [MemberData(nameof(Malformed), DisableDiscoveryEnumeration = true)]
    public void Read_Malformed_SaysSoAndTakesMemoryAsTheFileDoes(byte[] file)
    {
        AllowMemory(file, () => Assert.Throws<InvalidDataException>(() => OnnxReader.Read(file)));
        AllowMemory(file, () => AssertRefusedOrRead(() => OnnxReader.ReadHeader(file)));
    }

    [Theory]
    [InlineData(1)]  // nodes
    [InlineData(5)]  // tensors
    [InlineData(11)] // inputs
    [InlineData(13)] // unknown
    public void Read_ManyEmptyParts_TakesMemoryAsTheFileDoes(int field)
    {
        byte[] parts = [.. Enumerable.Repeat(OnnxFiles.EmptyMessage(field), 50_000).SelectMany(part => part)];
        byte[] file = OnnxFiles.Field(GraphField, parts);
        AllowMemory(file, () => OnnxReader.Read(file));
    }

    [Fact]
    public void ReadHeader_LargeForeignModel_TakesNoMemoryForItsGraph()
    {
        var weights = new TensorProto { Name = "weights", RawData = UnsafeByteOperations.UnsafeWrap(new byte[10_000_000]) };
        var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Initializer = { weights } } };
        byte[] file = model.ToByteArray();
        OnnxReader.ReadHeader(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        OnnxReader.ReadHeader(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void Read_CutAnywhere_IsRefused()
    {
        byte[] file = OnnxExporter.ToBytes(TestPolicies.Create(DistributionKind.SquashedGaussian));
        int graphEnd = file.AsSpan().IndexOf("gpuac.schema_version"u8) - 8;
        for (int length = 0; length < graphEnd; length++)
            Assert.Throws<InvalidDataException>(() => OnnxReader.Read(file[..length]));
        for (int length = graphEnd; length < file.Length; length++)
            AssertRefusedOrRead(() => OnnxReader.Read(file[..length]));
    }

    [Theory]
    [InlineData(DistributionKind.DiagonalGaussian)]
    [InlineData(DistributionKind.Categorical)]
    public void Read_AnyByteChanged_IsRefusedOrRead(DistributionKind distribution)
    {
        byte[] file = OnnxExporter.ToBytes(TestPolicies.Create(distribution, hidden: [3]));
        for (int i = 0; i < file.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                file[i] ^= (byte)(1 << bit);
                AssertRefusedOrRead(() => OnnxReader.Read(file));
                AssertRefusedOrRead(() => OnnxReader.ReadHeader(file).Metadata());
                file[i] ^= (byte)(1 << bit);
            }
        }
    }

    [Fact]
    public void Read_RandomMutations_AreRefusedOrRead()
    {
        byte[] file = OnnxExporter.ToBytes(TestPolicies.Create(DistributionKind.DiagonalGaussian, hidden: [3]));
        var numbers = new Numbers(3);
        for (int i = 0; i < 5000; i++)
        {
            byte[] changed = OnnxFiles.Mutate(file, numbers);
            AssertRefusedOrRead(() => OnnxReader.Read(changed));
            AssertRefusedOrRead(() => OnnxReader.ReadHeader(changed).Metadata());
        }
    }

    [Fact]
    public void Read_FieldsBeyondOurs_AreWrittenAgain()
    {
        // A node with a float attribute, field 2 of AttributeProto, and a text that describes it, field 6 of NodeProto.
        byte[] attribute = [.. OnnxFiles.Field(1, "alpha"u8.ToArray()), (2 << 3) | 5, 0, 0, 0x80, 0x3F];
        byte[] node = [.. OnnxFiles.Field(5, attribute), .. OnnxFiles.Field(6, "why"u8.ToArray())];
        byte[] file = [0x08, 0x08, .. OnnxFiles.Field(GraphField, OnnxFiles.Field(NodeField, node))];
        Assert.Equal(file, OnnxReader.Read(file).ToByteArray());
    }

    [Fact]
    public void Dimensions_NamesSizesAndNeither_AreTold()
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "batch" });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = -1 });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension());
        var tensor = new TypeProto.Types.Tensor { ElemType = 7, Shape = shape };
        var value = new ValueInfoProto { Type = new TypeProto { TensorType = tensor } };
        Assert.Equal(["batch", "-1", "?"], value.Dimensions());
        Assert.Equal(TensorProto.Types.DataType.Int64, value.ElementType());
        Assert.Empty(new ValueInfoProto().Dimensions());
        Assert.Equal(TensorProto.Types.DataType.Undefined, new ValueInfoProto { Type = new TypeProto() }.ElementType());
    }

    /// <summary>An empty node takes two bytes in a file, and some two hundred in memory: that is the factor's measure.</summary>
    private static void AllowMemory(byte[] file, Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000 + (150L * file.Length));
    }

    private static void AssertRefusedOrRead(Func<object> read)
    {
        try
        {
            Assert.NotNull(read());
        }
        catch (InvalidDataException)
        {
            // The one way to refuse.
        }
    }
}
