using System.Text;

namespace GpuAc.Cli.Scoring;

/// <summary>
/// Takes observations out of CSV records (RFC 4180: fields may be quoted, quotes in them are doubled; lines end in LF or CRLF).
/// </summary>
internal sealed class CsvParser : ITextParser
{
    private const int Ignored = -1;
    private const int MostQuoted = 40;

    private readonly string[] names;
    private readonly int[] targets;

    /// <summary>Prepares for a table.</summary>
    /// <param name="columns">Columns of the table.</param>
    /// <param name="places">The column of each observation.</param>
    /// <param name="names">Names of the observations.</param>
    internal CsvParser(int columns, int[] places, string[] names)
    {
        this.names = names;
        targets = new int[columns];
        Array.Fill(targets, Ignored);
        for (int i = 0; i < places.Length; i++)
            targets[places[i]] = i;
    }

    /// <summary>The fields of a header: unquoted, without blanks around them.</summary>
    internal static List<string> Split(ReadOnlySpan<byte> record)
    {
        var fields = new List<string>();
        while (true)
        {
            int length = FieldLength(record);
            fields.Add(Encoding.UTF8.GetString(Unquote(record[..length].Trim(" \t"u8))).Trim());
            if (length == record.Length)
                return fields;
            record = record[(length + 1)..];
        }
    }

    /// <inheritdoc/>
    public void Parse(ReadOnlySpan<byte> text, long firstRow, ObservationRows rows)
    {
        for (long row = firstRow; text.Length > 0;)
        {
            if (text[0] is (byte)'\n' or (byte)'\r')
            {
                int end = text.IndexOf((byte)'\n');
                if (TextBlocks.IsEmptyLine(end < 0 ? text : text[..end]))
                {
                    text = end < 0 ? [] : text[(end + 1)..];
                    continue;
                }
            }

            text = text[ParseRecord(text, row++, rows)..];
        }
    }

    // Reads a record; returns its length with the line end.
    private int ParseRecord(ReadOnlySpan<byte> text, long row, ObservationRows rows)
    {
        Span<float> observation = rows.Next();
        int at = 0, field = 0;
        int wrong = Ignored;
        string problem = "";
        while (true)
        {
            int target = field < targets.Length ? targets[field] : Ignored;
            if (target != Ignored && Utf8Float.TryParseSimple(text[at..], out observation[target], out int number)
                && EndsField(text[(at + number)..], out int end))
            {
                at += number + end;
            }
            else
            {
                int length = FieldLength(text[at..]);
                if (target != Ignored && Fault(text.Slice(at, length), out observation[target]) is { } fault && wrong == Ignored)
                    (wrong, problem) = (target, fault);
                at += length;
            }

            field++;
            if (at == text.Length || text[at] == '\n')
                break;
            at++;
        }

        if (wrong != Ignored)
            rows.Reject(row, names[wrong], problem);
        else if (field < targets.Length && targets.AsSpan(field).IndexOfAnyExcept(Ignored) is >= 0 and var missing)
            rows.Reject(row, names[targets[field + missing]], "is missing");
        else if (field != targets.Length)
            rows.Reject(row, null, $"has {field} fields, but the header has {targets.Length}");
        else
            rows.Accept(row);
        return Math.Min(at + 1, text.Length);
    }

    // A comma or a line end, whose carriage return belongs to the field.
    private static bool EndsField(ReadOnlySpan<byte> text, out int length)
    {
        length = text.Length > 0 && text[0] == '\r' ? 1 : 0;
        return length == text.Length || text[length] == '\n' || (length == 0 && text[0] == ',');
    }

    // Up to the comma or line end that follows it, whichever comes first outside of quotes.
    private static int FieldLength(ReadOnlySpan<byte> text)
    {
        bool quoted = false;
        for (int at = 0; ; at++)
        {
            int found = quoted ? text[at..].IndexOf((byte)'"') : text[at..].IndexOfAny((byte)',', (byte)'\n', (byte)'"');
            if (found < 0)
                return text.Length;
            at += found;
            if (text[at] != '"')
                return at;
            quoted = !quoted;
        }
    }

    private static string? Fault(ReadOnlySpan<byte> field, out float value)
    {
        ReadOnlySpan<byte> text = Unquote(field.Trim(" \t\r"u8)).Trim(" \t"u8);
        value = 0;
        if (text.Length == 0)
            return "is missing";
        if (!Utf8Float.TryParse(text, out value))
            return $"is '{Encoding.UTF8.GetString(text[..Math.Min(text.Length, MostQuoted)])}', which is no number";
        if (float.IsFinite(value))
            return null;
        string written = Encoding.UTF8.GetString(text[..Math.Min(text.Length, MostQuoted)]);
        return $"is {written}, which is not finite in float32";
    }

    private static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> field)
    {
        if (field.Length < 2 || field[0] != '"' || field[^1] != '"')
            return field;
        field = field[1..^1];
        if (field.IndexOf((byte)'"') < 0)
            return field;
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(field).Replace("\"\"", "\"", StringComparison.Ordinal));
    }
}
