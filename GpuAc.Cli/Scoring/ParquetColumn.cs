using System.Numerics;
using Parquet;
using Parquet.Schema;

namespace GpuAc.Cli.Scoring;

/// <summary>Reads columns of a Parquet row group as float32.</summary>
internal static class ParquetColumn
{
    private static readonly Dictionary<Type, Action<ParquetRowGroupReader, DataField, Memory<float>>> Readers = new()
    {
        [typeof(float)] = ReadSingles,
        [typeof(double)] = ReadAs<double>,
        [typeof(sbyte)] = ReadAs<sbyte>,
        [typeof(byte)] = ReadAs<byte>,
        [typeof(short)] = ReadAs<short>,
        [typeof(ushort)] = ReadAs<ushort>,
        [typeof(int)] = ReadAs<int>,
        [typeof(uint)] = ReadAs<uint>,
        [typeof(long)] = ReadAs<long>,
        [typeof(ulong)] = ReadAs<ulong>,
        [typeof(decimal)] = ReadAs<decimal>,
    };

    /// <summary>Whether columns of a type can be read.</summary>
    internal static bool IsNumber(Type type) => Readers.ContainsKey(type);

    /// <summary>What a column holds, for messages.</summary>
    internal static string Describe(DataField field)
    {
        if (field.MaxRepetitionLevel > 0)
            return "lists";
        Type type = field.ClrType;
        return type == typeof(string) || type == typeof(ReadOnlyMemory<char>) ? "text"
            : type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>) ? "bytes"
            : type.Name;
    }

    /// <summary>Reads a column.</summary>
    /// <param name="rows">The row group.</param>
    /// <param name="field">The column, of a type of numbers.</param>
    /// <param name="output">One number per row; <see cref="ParquetSource.Missing"/> where there is none.</param>
    internal static void Read(ParquetRowGroupReader rows, DataField field, Memory<float> output) =>
        Readers[field.ClrType](rows, field, output);

    private static void ReadSingles(ParquetRowGroupReader rows, DataField field, Memory<float> output)
    {
        if (field.MaxDefinitionLevel == 0)
            rows.ReadAsync(field, output).AsTask().GetAwaiter().GetResult();
        else
            ReadAs<float>(rows, field, output);
    }

    // Where cells may be empty, the file holds one level per cell, and values for those that are not.
    private static void ReadAs<T>(ParquetRowGroupReader rows, DataField field, Memory<float> output)
        where T : struct, INumber<T>
    {
        var values = new T[output.Length];
        Span<float> numbers = output.Span;
        if (field.MaxDefinitionLevel == 0)
        {
            rows.ReadAsync<T>(field, values).AsTask().GetAwaiter().GetResult();
            for (int row = 0; row < numbers.Length; row++)
                numbers[row] = float.CreateSaturating(values[row]);
            return;
        }

        var levels = new int[output.Length];
        rows.ReadRawAsync<T>(field, values, levels, null).AsTask().GetAwaiter().GetResult();
        int next = 0;
        for (int row = 0; row < numbers.Length; row++)
            numbers[row] = levels[row] < field.MaxDefinitionLevel ? ParquetSource.Missing : float.CreateSaturating(values[next++]);
    }
}
