using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using MessagePack;

namespace GpuAc.Compat.Tests;

public class MessagePackHostileTests
{
    [Theory]
    [InlineData("dd-ff-ff-ff-ff")]
    [InlineData("df-7f-ff-ff-ff-00")]
    [InlineData("db-ff-ff-ff-ff-61")]
    [InlineData("c6-ff-ff-ff-f0-61")]
    [InlineData("c9-ff-ff-ff-ff-01-00")]
    public void Reader_LengthBeyondTheData_ThrowsWithoutTakingMemory(string hex)
    {
        byte[] data = TestSuite.FromHex(hex);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<EndOfStreamException>(() =>
        {
            var reader = new MessagePackReader(data);
            reader.Skip();
        });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Skip_DeeplyNestedArrays_UsesNoStack()
    {
        var data = new byte[5_000_000];
        Array.Fill(data, (byte)0x91);
        data[^1] = 0xc0;
        var reader = new MessagePackReader(data);
        reader.Skip();
        Assert.True(reader.End);
    }

    [Fact]
    public void Reader_CodeOfAnotherKind_Throws()
    {
        byte[] text = TestSuite.FromHex("a1-61");
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(text).ReadInt32());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(text).ReadDouble());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(text).ReadBoolean());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(text).ReadArrayHeader());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(text).ReadMapHeader());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(text).ReadBytes());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(new byte[] { 0x01 }).ReadString());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(new byte[] { 0xc1 }).Skip());
    }

    [Fact]
    public void Reader_IntegerBeyondItsType_Overflows()
    {
        Assert.Throws<OverflowException>(() => new MessagePackReader(TestSuite.FromHex("cd-01-00")).ReadByte());
        Assert.Throws<OverflowException>(() => new MessagePackReader(TestSuite.FromHex("ff")).ReadUInt32());
        Assert.Throws<OverflowException>(() => new MessagePackReader(TestSuite.FromHex("ce-ff-ff-ff-ff")).ReadInt32());
        Assert.Throws<OverflowException>(() => new MessagePackReader(TestSuite.FromHex("cf-ff-ff-ff-ff-ff-ff-ff-ff")).ReadInt64());
    }

    [Fact]
    public void Reader_RandomBytes_OnlyThrowsItsOwnExceptions() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            try
            {
                var reader = new MessagePackReader(bytes);
                while (!reader.End)
                    reader.Skip();
            }
            catch (Exception error) when (error is EndOfStreamException or MessagePackSerializationException)
            {
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Numbers_WrittenAndRead_AreTheSameBits() =>
        Prop.ForAll<long, double, float>((integer, wide, narrow) =>
        {
            var buffer = new ArrayBufferWriter<byte>();
            var writer = new MessagePackWriter(buffer);
            writer.Write(integer);
            writer.Write(wide);
            writer.Write(narrow);
            writer.Flush();
            var reader = new MessagePackReader(buffer.WrittenMemory);
            Assert.Equal(integer, reader.ReadInt64());
            Assert.Equal(BitConverter.DoubleToInt64Bits(wide), BitConverter.DoubleToInt64Bits(reader.ReadDouble()));
            Assert.Equal(BitConverter.SingleToInt32Bits(narrow), BitConverter.SingleToInt32Bits(reader.ReadSingle()));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_OfAnyLength_ComesBack()
    {
        foreach (int length in new[] { 0, 1, 31, 32, 255, 256, 65535, 65536 })
        {
            string text = new('x', length);
            var buffer = new ArrayBufferWriter<byte>();
            var writer = new MessagePackWriter(buffer);
            writer.Write(text);
            writer.Write(new byte[length]);
            writer.Flush();
            var reader = new MessagePackReader(buffer.WrittenMemory);
            Assert.Equal(text, reader.ReadString());
            Assert.Equal(length, reader.ReadBytes()!.Value.Length);
        }
    }
}
