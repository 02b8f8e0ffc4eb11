using Microsoft.ML;
using Microsoft.ML.Data;

namespace GpuAc.ML.Schema;

/// <summary>A column that a policy adds.</summary>
/// <param name="Output">What it holds.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="SlotNames">Names of a vector's components; empty for others.</param>
internal sealed record AddedColumn(PolicyOutput Output, string Name, DataViewType Type, string[] SlotNames)
{
    private const string SlotNamesKind = "SlotNames";

    /// <summary>Names of the components, where ML.NET looks for them.</summary>
    internal DataViewSchema.Annotations Annotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        if (SlotNames.Length > 0)
        {
            annotations.Add<VBuffer<ReadOnlyMemory<char>>>(
                SlotNamesKind, new VectorDataViewType(TextDataViewType.Instance, SlotNames.Length), Get);
        }

        return annotations.ToAnnotations();

        void Get(ref VBuffer<ReadOnlyMemory<char>> names)
        {
            VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref names, SlotNames.Length);
            for (int i = 0; i < SlotNames.Length; i++)
                editor.Values[i] = SlotNames[i].AsMemory();
            names = editor.Commit();
        }
    }

    /// <summary>What a pipeline that is not fitted yet knows of the column.</summary>
    internal SchemaShape.Column Shape() => new(
        Name,
        Type is VectorDataViewType ? SchemaShape.Column.VectorKind.Vector : SchemaShape.Column.VectorKind.Scalar,
        Type is VectorDataViewType vector ? vector.ItemType : Type,
        isKey: false,
        SlotNames.Length == 0 ? null : new SchemaShape(
            [new(SlotNamesKind, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false)]));
}
