using GpuAc.ML.Tests.Support;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GpuAc.ML.Tests.Scoring;

public sealed class ScoringCursorTests
{
    private readonly MLContext ml = new(seed: 3);

    [Fact]
    public void Cursor_ColumnsThatWereThere_KeepTheirValuesWhileRowsAreReadAhead()
    {
        IDataView scored = Scored(State.Many(1500), out State[] states);
        DataViewSchema schema = scored.Schema;
        using DataViewRowCursor cursor = scored.GetRowCursor(schema);
        ValueGetter<ReadOnlyMemory<char>> note = cursor.GetGetter<ReadOnlyMemory<char>>(schema["Note"]);
        ValueGetter<VBuffer<float>> features = cursor.GetGetter<VBuffer<float>>(schema["Features"]);
        ValueGetter<long> action = cursor.GetGetter<long>(schema["Action"]);
        ValueGetter<DataViewRowId> idOf = cursor.GetIdGetter();
        var ids = new HashSet<DataViewRowId>();
        var seen = new List<float[]>();
        Assert.Equal(-1, cursor.Position);
        for (int row = 0; cursor.MoveNext(); row++)
        {
            Assert.Equal(row, cursor.Position);
            ReadOnlyMemory<char> text = default;
            var vector = default(VBuffer<float>);
            (long chosen, DataViewRowId id) = (-1, default);
            note(ref text);
            features(ref vector);
            action(ref chosen);
            idOf(ref id);
            ids.Add(id);
            seen.Add([.. vector.DenseValues()]);
            Assert.Equal(states[row].Note, text.ToString());
            Assert.Equal(states[row].Lean < 0 ? 1 : 0, chosen);
        }

        Assert.Equal(states.Select(state => state.Features), seen);
        Assert.Equal(states.Length, ids.Count);
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
    }

    // The reader may change what it was given.
    [Fact]
    public void Getter_VectorThatTheReaderChanges_ComesUnchangedTheNextTime()
    {
        IDataView scored = Scored(State.Many(2), out State[] states);
        using DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema);
        ValueGetter<VBuffer<float>> features = cursor.GetGetter<VBuffer<float>>(scored.Schema["Features"]);
        cursor.MoveNext();
        var vector = default(VBuffer<float>);
        features(ref vector);
        VBufferEditor.CreateFromBuffer(ref vector).Values.Fill(99);
        var again = default(VBuffer<float>);
        features(ref again);
        Assert.Equal(states[0].Features, again.DenseValues());
    }

    [Fact]
    public void Cursor_WithoutColumnsOfThePolicy_PassesOn()
    {
        IDataView scored = Scored(State.Many(5), out State[] states);
        using DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["lean"]]);
        ValueGetter<float> lean = cursor.GetGetter<float>(scored.Schema["lean"]);
        foreach (State state in states)
        {
            Assert.True(cursor.MoveNext());
            float value = 0;
            lean(ref value);
            Assert.Equal(state.Lean, value);
        }

        Assert.False(cursor.MoveNext());
        Assert.False(cursor.IsColumnActive(scored.Schema["Action"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<long>(scored.Schema["Action"]));
    }

    [Fact]
    public void GetRowCursorSet_Cursors_ShareTheRows()
    {
        IDataView scored = ScoredOf(ml.Data.Cache(ml.Data.LoadFromEnumerable(State.Many(3000))));
        DataViewRowCursor[] cursors = scored.GetRowCursorSet([scored.Schema["Action"], scored.Schema["lean"]], 2);
        int rows = 0;
        foreach (DataViewRowCursor cursor in cursors)
        {
            using (cursor)
            {
                ValueGetter<long> action = cursor.GetGetter<long>(scored.Schema["Action"]);
                ValueGetter<float> lean = cursor.GetGetter<float>(scored.Schema["lean"]);
                for (; cursor.MoveNext(); rows++)
                {
                    (long chosen, float value) = (-1, 0);
                    action(ref chosen);
                    lean(ref value);
                    Assert.Equal(value < 0 ? 1 : 0, chosen);
                }
            }
        }

        Assert.Equal(3000, rows);
    }

    [Fact]
    public void Getter_OfAnotherType_IsRefused()
    {
        IDataView scored = Scored(State.Many(1), out _);
        using DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema);
        var refused = Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(scored.Schema["Action"]));
        Assert.Contains("'Action' is Int64", refused.Message, StringComparison.Ordinal);
    }

    private IDataView Scored(State[] rows, out State[] states)
    {
        states = rows;
        return ScoredOf(ml.Data.LoadFromEnumerable(rows));
    }

    private IDataView ScoredOf(IDataView data) => ml.Transforms.ApplyPolicy(TestPolicies.Discrete()).Fit(data).Transform(data);
}
