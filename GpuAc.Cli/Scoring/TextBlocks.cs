
namespace GpuAc.Cli.Scoring;

/// <summary>
/// Cuts a stream of text into blocks of whole records, and counts their rows, so that several threads can take them apart.
/// </summary>
/// <param name="stream">The text; stays the caller's.</param>
/// <param name="hasQuotes">Whether line ends inside double quotes are a part of a record, as in CSV.</param>
/// <param name="table">What to call the table in messages.</param>
internal sealed class TextBlocks(Stream stream, bool hasQuotes, string table)
{
    private const int BlockBytes = 1 << 18;
    private const int MostRecordBytes = 1 << 26;

    private byte[] carried = [];
    private int carriedLength;
    private long nextRow = 1;
    private bool ended;

    /// <summary>Bytes read so far.</summary>
    internal long BytesRead { get; private set; }

    /// <summary>Reads the first record, without its line end; null when there is none. To be called before <see cref="Read"/>.</summary>
    internal byte[]? ReadHeader()
    {
        var part = new byte[BlockBytes];
        int length = 0;
        while (true)
        {
            int read = Fill(ref part, ref length);
            int start = part.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
            int end = EndOfFirst(part.AsSpan(0, length), start);
            if (end < 0 && read > 0)
                continue;
            int line = end < 0 ? length : end;
            int next = end < 0 ? length : end + 1;
            (carried, carriedLength) = (part[next..length], length - next);
            if (line > start && part[line - 1] == '\r')
                line--;
            return line == start ? null : part[start..line];
        }
    }

    /// <summary>Reads the next block.</summary>
    /// <returns>False at the end of the text.</returns>
    internal bool Read(TextPart part)
    {
        byte[] text = part.Text.Length >= BlockBytes ? part.Text : new byte[BlockBytes];
        if (text.Length < carriedLength)
            text = new byte[2 * carriedLength];
        carried.AsSpan(0, carriedLength).CopyTo(text);
        int length = carriedLength;
        while (true)
        {
            if (!ended)
                Fill(ref text, ref length);
            (int end, long rows) = Scan(text.AsSpan(0, length));
            if (end == 0 && !ended)
                continue;
            if (carried.Length < length - end)
                carried = new byte[length - end];
            carriedLength = length - end;
            text.AsSpan(end, carriedLength).CopyTo(carried);
            (part.Text, part.Length, part.FirstRow) = (text, end, nextRow);
            nextRow += rows;
            return end > 0;
        }
    }

    // Reads until the buffer is full, grown where a record does not fit; at the end of the text the last record may lack its line end.
    private int Fill(ref byte[] text, ref int length)
    {
        if (length == text.Length)
        {
            if (length >= MostRecordBytes)
                throw new GpuAcException(
                    $"Row {nextRow} of {table} is longer than {MostRecordBytes >> 20} MB"
                    + (hasQuotes ? ", or a quotation mark before it is not closed." : "."));
            Array.Resize(ref text, 2 * length);
        }

        int before = length;
        while (length < text.Length)
        {
            int read = stream.Read(text, length, text.Length - length);
            if (read == 0)
            {
                ended = true;
                break;
            }

            length += read;
        }

        BytesRead += length - before;
        return length - before;
    }

    private int EndOfFirst(ReadOnlySpan<byte> text, int start)
    {
        bool quoted = false;
        for (int at = start; at < text.Length; at++)
        {
            if (text[at] == '"')
                quoted ^= hasQuotes;
            else if (text[at] == '\n' && !quoted)
                return at;
        }

        return -1;
    }

    // Where the last whole record ends, and how many rows there are before.
    private (int End, long Rows) Scan(ReadOnlySpan<byte> text)
    {
        int end = 0;
        long rows = 0;
        bool quoted = false;
        for (int at = 0; at < text.Length; at++)
        {
            int found = hasQuotes ? text[at..].IndexOfAny((byte)'\n', (byte)'"') : text[at..].IndexOf((byte)'\n');
            if (found < 0)
                break;
            at += found;
            if (text[at] == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted)
            {
                rows += IsEmptyLine(text[end..at]) ? 0 : 1;
                end = at + 1;
            }
        }

        if (!ended || end == text.Length)
            return (end, rows);
        return (text.Length, rows + (IsEmptyLine(text[end..]) ? 0 : 1));
    }

    /// <summary>Nothing but a carriage return.</summary>
    internal static bool IsEmptyLine(ReadOnlySpan<byte> line) => line.Length == 0 || (line.Length == 1 && line[0] == '\r');
}
