using System.Text;
using System.Text.Json;

namespace GpuAc.Cli.Scoring;

/// <summary>
/// Writes predictions as one JSON object per line; what has several components is an array, in the order of the action names.
/// </summary>
/// <param name="stream">Where to; stays the caller's.</param>
/// <param name="columns">What is written of each row.</param>
internal sealed class JsonLinesSink(Stream stream, PredictionColumns columns) : ITableSink
{
    private readonly byte[][] names =
        [.. columns.ActionNames.Select(name => Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(name)}\""))];

    private ReadOnlySpan<byte> Distribution => columns.IsDiscrete ? ",\"probabilities\":["u8 : ",\"mean\":["u8;

    /// <inheritdoc/>
    public void Format(PredictionRows rows, TextBuffer buffer)
    {
        buffer.Clear();
        int actions = columns.ActionNames.Length;
        ReadOnlySpan<long> numbers = rows.Numbers.Span;
        for (int row = 0; row < rows.Count; row++)
        {
            buffer.Add("{\"row\":"u8);
            buffer.Add(numbers[row]);
            if (columns.IsDiscrete)
            {
                int action = (int)rows.Actions[row];
                buffer.Add(",\"action\":"u8);
                buffer.Add((long)action);
                buffer.Add(",\"action_name\":"u8);
                buffer.Add(names[action]);
            }
            else
            {
                Add(buffer, ",\"action\":["u8, rows.Actions.Slice(row * actions, actions));
            }

            if (columns.HasValue)
            {
                buffer.Add(",\"value\":"u8);
                AddNumber(buffer, rows.Values[row]);
            }

            if (columns.HasDistribution)
                Add(buffer, Distribution, rows.Distribution.Slice(row * actions, actions));
            if (columns.HasDeviation)
                Add(buffer, ",\"std\":["u8, rows.Deviations.Slice(row * actions, actions));
            buffer.Add("}\n"u8);
        }
    }

    /// <inheritdoc/>
    public void Write(PredictionRows rows, TextBuffer buffer) => stream.Write(buffer.Written);

    /// <inheritdoc/>
    public void Finish() => stream.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static void Add(TextBuffer buffer, ReadOnlySpan<byte> start, ReadOnlySpan<float> values)
    {
        buffer.Add(start);
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0)
                buffer.Add((byte)',');
            AddNumber(buffer, values[i]);
        }

        buffer.Add((byte)']');
    }

    // What a network overflows to has no form in JSON.
    private static void AddNumber(TextBuffer buffer, float value)
    {
        if (float.IsFinite(value))
            buffer.Add(value);
        else
            buffer.Add("null"u8);
    }
}
