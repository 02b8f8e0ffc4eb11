using System.Text;
using System.Text.Json;

namespace GpuAc.Cli.Scoring;

/// <summary>Takes observations out of JSON objects, one per line; other properties may be anything.</summary>
internal sealed class JsonLinesParser : ITextParser
{
    private const int MostQuoted = 40;

    private readonly string[] names;
    private readonly byte[][] keys;

    /// <summary>Prepares for a table.</summary>
    /// <param name="names">Names of the observations.</param>
    internal JsonLinesParser(string[] names)
    {
        this.names = names;
        keys = [.. names.Select(Encoding.UTF8.GetBytes)];
    }

    /// <inheritdoc/>
    public void Parse(ReadOnlySpan<byte> text, long firstRow, ObservationRows rows)
    {
        if (firstRow == 1 && text.StartsWith("\uFEFF"u8))
            text = text[3..];
        for (long row = firstRow; text.Length > 0;)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            if (!TextBlocks.IsEmptyLine(line))
                ParseLine(line, row++, rows);
        }
    }

    private void ParseLine(ReadOnlySpan<byte> line, long row, ObservationRows rows)
    {
        Span<float> observation = rows.Next();
        observation.Fill(float.NaN);
        int wrong = -1;
        string problem = "";
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                rows.Reject(row, null, "is no JSON object");
                return;
            }

            int expected = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                int at = Find(ref reader, expected);
                reader.Read();
                if (at < 0)
                {
                    reader.Skip();
                    continue;
                }

                expected = at + 1;
                if (Fault(ref reader, out observation[at]) is { } fault && wrong < 0)
                    (wrong, problem) = (at, fault);
            }

            reader.Read(); // Refuses whatever follows the object.
        }
        catch (JsonException cause)
        {
            rows.Reject(row, null, $"is no JSON object (byte {cause.BytePositionInLine})");
            return;
        }

        if (wrong < 0 && FirstMissing(observation) is >= 0 and var missing)
            (wrong, problem) = (missing, "is missing");
        if (wrong < 0)
            rows.Accept(row);
        else
            rows.Reject(row, names[wrong], problem);
    }

    private static int FirstMissing(ReadOnlySpan<float> observation)
    {
        for (int i = 0; i < observation.Length; i++)
        {
            if (float.IsNaN(observation[i]))
                return i;
        }

        return -1;
    }

    // Objects mostly have their properties in the same order, so the one that would come next is tried first.
    private int Find(ref Utf8JsonReader reader, int expected)
    {
        for (int i = 0; i < keys.Length; i++)
        {
            int at = expected + i < keys.Length ? expected + i : expected + i - keys.Length;
            if (reader.ValueTextEquals(keys[at]))
                return at;
        }

        return -1;
    }

    private static string? Fault(ref Utf8JsonReader reader, out float value)
    {
        value = 0;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                if (!Utf8Float.TryParse(reader.ValueSpan, out value) || !float.IsFinite(value))
                    return $"is {Text(reader.ValueSpan)}, which is not finite in float32";
                return null;
            case JsonTokenType.Null:
                return "is missing";
            case JsonTokenType.String:
                return $"is \"{Text(reader.ValueSpan)}\", which is no number";
            case JsonTokenType.True or JsonTokenType.False:
                return $"is {Text(reader.ValueSpan)}, which is no number";
            default:
                bool isObject = reader.TokenType == JsonTokenType.StartObject;
                reader.Skip();
                return $"is {(isObject ? "an object" : "an array")}, which is no number";
        }
    }

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, MostQuoted)]);
}
