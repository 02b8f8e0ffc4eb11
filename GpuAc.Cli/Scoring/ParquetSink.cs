using Parquet;
using Parquet.Schema;

namespace GpuAc.Cli.Scoring;

/// <summary>Writes predictions as Parquet, in row groups of some 100 000 rows.</summary>
internal sealed class ParquetSink : ITableSink
{
    private const int GroupRows = 1 << 17;

    private readonly PredictionColumns columns;
    private readonly DataField[] fields;
    private readonly ParquetWriter writer;
    private readonly ReadOnlyMemory<char>[] names;
    private readonly long[] numbers = new long[GroupRows];
    private readonly int[] actions;
    private readonly ReadOnlyMemory<char>[] actionNames;
    private readonly float[][] floats;
    private int count;
    private bool isEnded;

    /// <summary>Begins the file.</summary>
    /// <param name="stream">Where to; stays the caller's.</param>
    /// <param name="columns">What is written of each row.</param>
    internal ParquetSink(Stream stream, PredictionColumns columns)
    {
        this.columns = columns;
        names = [.. columns.ActionNames.Select(name => name.AsMemory())];
        int indices = columns.IsDiscrete ? 2 : 0;
        fields =
        [
            .. columns.Flat.Select((name, at) => at == 0 ? new DataField<long>(name)
                : at > indices ? new DataField<float>(name)
                : at == 1 ? new DataField<int>(name)
                : new DataField(name, typeof(string), isNullable: false)),
        ];
        actions = new int[columns.IsDiscrete ? GroupRows : 0];
        actionNames = new ReadOnlyMemory<char>[actions.Length];
        floats = [.. fields.Skip(1 + indices).Select(_ => new float[GroupRows])];
        writer = ParquetWriter.CreateAsync(new ParquetSchema(fields), stream).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Format(PredictionRows rows, TextBuffer buffer)
    {
    }

    /// <inheritdoc/>
    public void Write(PredictionRows rows, TextBuffer buffer)
    {
        for (int done = 0; done < rows.Count;)
        {
            int take = Math.Min(rows.Count - done, GroupRows - count);
            Keep(rows, done, take);
            done += take;
            count += take;
            if (count == GroupRows)
                WriteGroup();
        }
    }

    /// <inheritdoc/>
    public void Finish()
    {
        if (count > 0)
            WriteGroup();
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isEnded)
            return;
        isEnded = true;
        writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private void Keep(PredictionRows rows, int first, int take)
    {
        rows.Numbers.Span.Slice(first, take).CopyTo(numbers.AsSpan(count));
        int column = 0, width = columns.ActionNames.Length;
        if (columns.IsDiscrete)
        {
            ReadOnlySpan<float> chosen = rows.Actions.Slice(first, take);
            for (int row = 0; row < take; row++)
            {
                actions[count + row] = (int)chosen[row];
                actionNames[count + row] = names[(int)chosen[row]];
            }
        }
        else
        {
            Transpose(rows.Actions.Slice(first * width, take * width), take, width, ref column);
        }

        if (columns.HasValue)
            Transpose(rows.Values.Slice(first, take), take, 1, ref column);
        if (columns.HasDistribution)
            Transpose(rows.Distribution.Slice(first * width, take * width), take, width, ref column);
        if (columns.HasDeviation)
            Transpose(rows.Deviations.Slice(first * width, take * width), take, width, ref column);
    }

    private void Transpose(ReadOnlySpan<float> values, int rows, int width, ref int column)
    {
        for (int i = 0; i < width; i++, column++)
        {
            Span<float> target = floats[column].AsSpan(count, rows);
            for (int row = 0; row < rows; row++)
                target[row] = values[(row * width) + i];
        }
    }

    private void WriteGroup()
    {
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        int field = 0;
        Write(numbers);
        if (columns.IsDiscrete)
        {
            Write(actions);
            Write(actionNames);
        }

        foreach (float[] column in floats)
            Write(column);
        group.CompleteValidate();
        count = 0;

        void Write<T>(T[] column)
            where T : struct => group.WriteAsync<T>(fields[field++], column.AsMemory(0, count)).GetAwaiter().GetResult();
    }
}
