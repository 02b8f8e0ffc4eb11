using System.Reflection;
using Microsoft.ML;

namespace GpuAc.ML.Scoring;

/// <summary>A column's values of the rows that were read ahead.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>Buffers a column.</summary>
    /// <param name="cursor">Where its values come from.</param>
    /// <param name="column">The column, active in the cursor.</param>
    /// <param name="capacity">Most rows.</param>
    internal static ColumnBuffer Create(DataViewRowCursor cursor, DataViewSchema.Column column, int capacity) =>
        (ColumnBuffer)Activator.CreateInstance(
            typeof(ColumnBuffer<>).MakeGenericType(column.Type.RawType), BindingFlags.Instance | BindingFlags.NonPublic, null,
            [cursor, column, capacity], null)!;

    /// <summary>Keeps the value of the row where the cursor is.</summary>
    /// <param name="row">Its place in the buffer.</param>
    internal abstract void Keep(int row);

    /// <summary>A getter of the row that is current.</summary>
    /// <param name="current">Tells which.</param>
    internal abstract Delegate Getter(Func<int> current);
}

/// <summary>A column's values of one type.</summary>
internal sealed class ColumnBuffer<T> : ColumnBuffer
{
    private readonly T[] values;
    private readonly ValueGetter<T> source;
    private readonly Copier copy = CopierOf();

    internal ColumnBuffer(DataViewRowCursor cursor, DataViewSchema.Column column, int capacity)
    {
        values = new T[capacity];
        source = cursor.GetGetter<T>(column);
    }

    private delegate void Copier(in T from, ref T to);

    /// <inheritdoc/>
    internal override void Keep(int row)
    {
        // An object was handed on, and is no longer ours to be filled again.
        if (!typeof(T).IsValueType)
            values[row] = default!;
        source(ref values[row]);
    }

    /// <inheritdoc/>
    internal override Delegate Getter(Func<int> current) => (ValueGetter<T>)((ref T value) => copy(values[current()], ref value));

    // A vector is copied into the reader's own, which it may keep and change; what else there is has no insides to share.
    private static Copier CopierOf()
    {
        if (!typeof(T).IsGenericType || typeof(T).GetGenericTypeDefinition() != typeof(Microsoft.ML.Data.VBuffer<>))
            return (in T from, ref T to) => to = from;
        MethodInfo copyTo = typeof(T).GetMethod("CopyTo", [typeof(T).MakeByRefType()])!;
        return copyTo.CreateDelegate<Copier>();
    }
}
