using System.Buffers;
using System.Text.Json;
using MessagePack;

namespace GpuAc.Compat.Tests;

public class MessagePackSuiteTests
{
    [Fact]
    public void Reader_EveryEncodingOfTheSuite_GivesItsValue()
    {
        int checkedEncodings = 0;
        foreach ((JsonElement entry, byte[][] encodings) in TestSuite.Load())
        {
            foreach (byte[] encoding in encodings)
            {
                foreach (ReadOnlySequence<byte> data in new[] { new ReadOnlySequence<byte>(encoding), Split(encoding) })
                {
                    var reader = new MessagePackReader(data);
                    Check(ref reader, entry);
                    Assert.True(reader.End);

                    var skipper = new MessagePackReader(data);
                    skipper.Skip();
                    Assert.True(skipper.End);
                    checkedEncodings++;
                }
            }
        }

        Assert.True(checkedEncodings > 400, $"The suite holds more encodings than {checkedEncodings}.");
    }

    [Fact]
    public void Reader_EveryEncodingCutShort_Throws()
    {
        foreach ((_, byte[][] encodings) in TestSuite.Load())
        {
            foreach (byte[] encoding in encodings)
            {
                for (int length = 0; length < encoding.Length; length++)
                {
                    byte[] cut = encoding[..length];
                    Assert.Throws<EndOfStreamException>(() =>
                    {
                        var reader = new MessagePackReader(cut);
                        reader.Skip();
                    });
                }
            }
        }
    }

    [Fact]
    public void Writer_EveryValueOfTheSuite_GivesAnEncodingOfTheSuite()
    {
        foreach ((JsonElement entry, byte[][] encodings) in TestSuite.Load())
        {
            var buffer = new ArrayBufferWriter<byte>();
            var writer = new MessagePackWriter(buffer);
            Write(ref writer, entry);
            writer.Flush();
            Assert.Contains(encodings, encoding => encoding.AsSpan().SequenceEqual(buffer.WrittenSpan));
            if (!entry.TryGetProperty("number", out _) && !entry.TryGetProperty("bignum", out _)
                && !entry.TryGetProperty("timestamp", out _))
                Assert.Equal(encodings.Min(encoding => encoding.Length), buffer.WrittenCount);
        }
    }

    private static void Check(ref MessagePackReader reader, JsonElement entry)
    {
        JsonProperty property = entry.EnumerateObject().First(property => property.Name != "msgpack");
        switch (property.Name)
        {
            case "binary":
                Assert.Equal(MessagePackType.Binary, reader.NextMessagePackType);
                Assert.Equal(TestSuite.FromHex(property.Value.GetString()!), reader.ReadBytes()!.Value.ToArray());
                break;
            case "ext":
                ExtensionResult extension = reader.ReadExtensionFormat();
                Assert.Equal(property.Value[0].GetInt32(), extension.TypeCode);
                Assert.Equal(TestSuite.FromHex(property.Value[1].GetString()!), extension.Data.ToArray());
                break;
            case "timestamp":
                Assert.Equal(MessagePackType.Extension, reader.NextMessagePackType);
                ExtensionHeader header = reader.ReadExtensionFormatHeader();
                Assert.Equal(-1, header.TypeCode);
                _ = reader.ReadRaw(header.Length);
                break;
            case "number" or "bignum" when reader.NextMessagePackType == MessagePackType.Float:
                Assert.Equal(TestSuite.Number(entry), reader.ReadDouble());
                break;
            case "number" or "bignum" when TestSuite.Integer(entry) > long.MaxValue:
                Assert.Equal((ulong)TestSuite.Integer(entry), reader.ReadUInt64());
                break;
            case "number" or "bignum":
                Assert.Equal((long)TestSuite.Integer(entry), reader.ReadInt64());
                break;
            default:
                CheckJson(ref reader, property.Value);
                break;
        }
    }

    private static void CheckJson(ref MessagePackReader reader, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                Assert.True(reader.TryReadNil());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Assert.Equal(value.GetBoolean(), reader.ReadBoolean());
                break;
            case JsonValueKind.Number:
                Assert.Equal(value.GetDouble(), reader.ReadDouble());
                break;
            case JsonValueKind.String:
                Assert.Equal(value.GetString(), reader.ReadString());
                break;
            case JsonValueKind.Array:
                Assert.Equal(value.GetArrayLength(), reader.ReadArrayHeader());
                foreach (JsonElement element in value.EnumerateArray())
                    CheckJson(ref reader, element);
                break;
            default:
                Assert.Equal(value.EnumerateObject().Count(), reader.ReadMapHeader());
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    Assert.Equal(property.Name, reader.ReadString());
                    CheckJson(ref reader, property.Value);
                }

                break;
        }
    }

    private static void Write(ref MessagePackWriter writer, JsonElement entry)
    {
        JsonProperty property = entry.EnumerateObject().First(property => property.Name != "msgpack");
        switch (property.Name)
        {
            case "binary":
                writer.Write(TestSuite.FromHex(property.Value.GetString()!));
                break;
            case "ext":
                writer.WriteExtensionFormat(
                    new ExtensionResult(property.Value[0].GetSByte(), TestSuite.FromHex(property.Value[1].GetString()!)));
                break;
            case "timestamp":
                writer.WriteRaw(TestSuite.FromHex(entry.GetProperty("msgpack")[0].GetString()!));
                break;
            case "number" when TestSuite.Number(entry) != Math.Floor(TestSuite.Number(entry)):
                writer.Write(TestSuite.Number(entry));
                break;
            case "number" or "bignum" when TestSuite.Integer(entry) > long.MaxValue:
                writer.Write((ulong)TestSuite.Integer(entry));
                break;
            case "number" or "bignum":
                writer.Write((long)TestSuite.Integer(entry));
                break;
            default:
                WriteJson(ref writer, property.Value);
                break;
        }
    }

    private static void WriteJson(ref MessagePackWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                writer.WriteNil();
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.Write(value.GetBoolean());
                break;
            case JsonValueKind.Number:
                writer.Write(value.GetInt32());
                break;
            case JsonValueKind.String:
                writer.Write(value.GetString());
                break;
            case JsonValueKind.Array:
                writer.WriteArrayHeader(value.GetArrayLength());
                foreach (JsonElement element in value.EnumerateArray())
                    WriteJson(ref writer, element);
                break;
            default:
                writer.WriteMapHeader(value.EnumerateObject().Count());
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    writer.Write(property.Name);
                    WriteJson(ref writer, property.Value);
                }

                break;
        }
    }

    /// <summary>The same bytes in segments of one byte.</summary>
    private static ReadOnlySequence<byte> Split(byte[] bytes)
    {
        var first = new Segment(bytes.AsMemory(0, 1), null);
        Segment last = first;
        for (int at = 1; at < bytes.Length; at++)
            last = new Segment(bytes.AsMemory(at, 1), last);
        return new ReadOnlySequence<byte>(first, 0, last, 1);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        internal Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }
}
