using Parquet;
using Parquet.Schema;

namespace GpuAc.Cli.Scoring;

/// <summary>
/// A Parquet table. While one row group is scored the next is decoded, so memory is in proportion to the two largest ones' columns that the
/// policy observes.
/// </summary>
internal sealed class ParquetSource : ITableSource
{
    /// <summary>The value of a cell that is empty: a NaN that no arithmetic makes.</summary>
    internal static readonly float Missing = BitConverter.UInt32BitsToSingle(0x7FC0_6A6Au);

    private const int MostRows = 8192;
    private const int MostValues = 1 << 20;

    private readonly ParquetReader reader;
    private readonly DataField[] fields;
    private readonly string[] names;
    private readonly string table;
    private readonly long allRows;
    private float[][] columns;
    private float[][] spare;
    private Task<int>? decoding;
    private int group;
    private int groupRows;
    private int at;
    private long rowsRead;

    private ParquetSource(ParquetReader reader, DataField[] fields, string[] names, string table)
    {
        this.reader = reader;
        this.fields = fields;
        this.names = names;
        this.table = table;
        allRows = reader.Metadata?.NumRows ?? 0;
        columns = [.. names.Select(_ => Array.Empty<float>())];
        spare = [.. names.Select(_ => Array.Empty<float>())];
    }

    /// <inheritdoc/>
    public double Progress => allRows > 0 ? (double)rowsRead / allRows : double.NaN;

    /// <summary>Opens a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="observations">Names of the columns to read.</param>
    /// <param name="table">What to call the table in messages.</param>
    /// <exception cref="GpuAcException">The file is damaged or no Parquet file; or a column is missing or holds no numbers.</exception>
    internal static ParquetSource Open(string path, string[] observations, string table)
    {
        ParquetReader reader = Try(table, () => ParquetReader.CreateAsync(path).GetAwaiter().GetResult());
        try
        {
            DataField[] all = [.. reader.Schema.DataFields];
            int[] places = ColumnNames.Find([.. all.Select(field => field.Path.ToString())], observations, table);
            DataField[] fields = [.. places.Select(place => all[place])];
            foreach (DataField field in fields)
            {
                if (field.MaxRepetitionLevel > 0 || !ParquetColumn.IsNumber(field.ClrType))
                    throw new GpuAcException(
                        $"Column '{field.Name}' of {table} holds {ParquetColumn.Describe(field)}, but a policy observes numbers.");
            }

            return new ParquetSource(reader, fields, observations, table);
        }
        catch
        {
            Close(reader);
            throw;
        }
    }

    /// <inheritdoc/>
    public ITablePart CreatePart() => new Part(this);

    /// <inheritdoc/>
    public bool Read(ITablePart part)
    {
        while (at == groupRows)
        {
            Decode();
            if (decoding == null)
                return false;
            (groupRows, at) = (Try(table, () => decoding.GetAwaiter().GetResult()), 0);
            (columns, spare, decoding) = (spare, columns, null);
            Decode();
        }

        ((Part)part).Take(Math.Min(groupRows - at, Math.Clamp(MostValues / names.Length, 64, MostRows)));
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // It reads from what is about to be closed; why it may have failed no longer matters.
        if (decoding != null)
            ((IAsyncResult)decoding).AsyncWaitHandle.WaitOne();
        Close(reader);
    }

    private static void Close(ParquetReader reader) => reader.DisposeAsync().AsTask().GetAwaiter().GetResult();

    // The library has no one type of exception for files that are not what they should be.
    private static T Try<T>(string table, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception cause) when (cause is not (GpuAcException or OutOfMemoryException or OperationCanceledException))
        {
            throw new GpuAcException(
                $"{char.ToUpperInvariant(table[0])}{table[1..]} cannot be read as Parquet ({cause.Message.TrimEnd('.')}).", cause);
        }
    }

    // Begins to decode the next row group, unless that is under way or there is none.
    private void Decode()
    {
        if (decoding != null || group == reader.RowGroupCount)
            return;
        (int number, float[][] target) = (group++, spare);
        decoding = Task.Run(() =>
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(number);
            int count = checked((int)rows.RowCount);
            for (int i = 0; i < target.Length; i++)
            {
                if (target[i].Length < count)
                    target[i] = new float[count];
                ParquetColumn.Read(rows, fields[i], target[i].AsMemory(0, count));
            }

            return count;
        });
    }

    /// <summary>Some rows, column by column.</summary>
    private sealed class Part(ParquetSource source) : ITablePart
    {
        private float[] values = [];
        private int count;
        private long firstRow;

        internal void Take(int rows)
        {
            int width = source.names.Length;
            if (values.Length < rows * width)
                values = new float[rows * width];
            for (int i = 0; i < width; i++)
                source.columns[i].AsSpan(source.at, rows).CopyTo(values.AsSpan(i * rows));
            (count, firstRow) = (rows, source.rowsRead + 1);
            source.at += rows;
            source.rowsRead += rows;
        }

        public void Parse(ObservationRows rows)
        {
            rows.Clear();
            for (int row = 0; row < count; row++)
            {
                Span<float> observation = rows.Next();
                int wrong = -1;
                for (int i = 0; i < observation.Length; i++)
                {
                    observation[i] = values[(i * count) + row];
                    if (!float.IsFinite(observation[i]) && wrong < 0)
                        wrong = i;
                }

                if (wrong < 0)
                    rows.Accept(firstRow + row);
                else
                    rows.Reject(firstRow + row, source.names[wrong], Problem(observation[wrong]));
            }
        }

        private static string Problem(float value) =>
            BitConverter.SingleToUInt32Bits(value) == BitConverter.SingleToUInt32Bits(Missing)
                ? "is missing"
                : $"is {value}, which is not finite in float32";
    }
}
