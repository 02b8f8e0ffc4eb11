using Microsoft.ML;
using Microsoft.ML.Data;

namespace GpuAc.ML.Schema;

/// <summary>As much of a column's type as a policy asks for.</summary>
/// <param name="IsVector">A vector rather than a scalar.</param>
/// <param name="IsSingle">Of float32.</param>
/// <param name="Size">Components of a vector; null where that is not known.</param>
/// <param name="Text">The type, for messages.</param>
internal readonly record struct ColumnShape(bool IsVector, bool IsSingle, int? Size, string Text)
{
    /// <summary>Of a column of data.</summary>
    internal static ColumnShape Of(DataViewType type) => type is VectorDataViewType vector
        ? new ColumnShape(true, vector.ItemType == NumberDataViewType.Single, vector.IsKnownSize ? vector.Size : null, type.ToString()!)
        : new ColumnShape(false, type == NumberDataViewType.Single, null, type.ToString()!);

    /// <summary>Of a column of a pipeline that is not fitted yet.</summary>
    internal static ColumnShape Of(SchemaShape.Column column) => new(
        column.Kind != SchemaShape.Column.VectorKind.Scalar, column.ItemType == NumberDataViewType.Single && !column.IsKey, null,
        column.GetTypeString());
}
