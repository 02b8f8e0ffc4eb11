using System.Text;

namespace GpuAc.Cli.Scoring;

/// <summary>Writes predictions as CSV with a header.</summary>
internal sealed class CsvSink : ITableSink
{
    private readonly Stream stream;
    private readonly PredictionColumns columns;
    private readonly byte[][] names;
    private bool isBegun;

    /// <summary>Prepares. The header is written before the first row, so that a table which is refused leaves nothing.</summary>
    /// <param name="stream">Where to; stays the caller's.</param>
    /// <param name="columns">What is written of each row.</param>
    internal CsvSink(Stream stream, PredictionColumns columns)
    {
        this.stream = stream;
        this.columns = columns;
        names = [.. columns.ActionNames.Select(name => Encoding.UTF8.GetBytes(Quote(name)))];
    }

    /// <inheritdoc/>
    public void Format(PredictionRows rows, TextBuffer buffer)
    {
        buffer.Clear();
        int actions = columns.ActionNames.Length;
        ReadOnlySpan<long> numbers = rows.Numbers.Span;
        for (int row = 0; row < rows.Count; row++)
        {
            buffer.Add(numbers[row]);
            if (columns.IsDiscrete)
            {
                int action = (int)rows.Actions[row];
                buffer.Add((byte)',');
                buffer.Add((long)action);
                buffer.Add((byte)',');
                buffer.Add(names[action]);
            }
            else
            {
                Add(buffer, rows.Actions.Slice(row * actions, actions));
            }

            if (columns.HasValue)
                Add(buffer, rows.Values.Slice(row, 1));
            if (columns.HasDistribution)
                Add(buffer, rows.Distribution.Slice(row * actions, actions));
            if (columns.HasDeviation)
                Add(buffer, rows.Deviations.Slice(row * actions, actions));
            buffer.Add((byte)'\n');
        }
    }

    /// <inheritdoc/>
    public void Write(PredictionRows rows, TextBuffer buffer)
    {
        if (!isBegun)
            stream.Write(Encoding.UTF8.GetBytes(string.Join(',', columns.Flat.Select(Quote)) + "\n"));
        isBegun = true;
        stream.Write(buffer.Written);
    }

    /// <inheritdoc/>
    public void Finish() => stream.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static void Add(TextBuffer buffer, ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            buffer.Add((byte)',');
            buffer.Add(value);
        }
    }

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
