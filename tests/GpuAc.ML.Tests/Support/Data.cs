using Microsoft.ML;

namespace GpuAc.ML.Tests.Support;

internal static class Data
{
    /// <summary>Data that fits a policy: the vector column under the name that the policy reads.</summary>
    internal static IDataView AsFitting(this IDataView data, MLContext ml, string? vectorColumn) =>
        vectorColumn == null ? data : ml.Transforms.CopyColumns(vectorColumn, "Features").Fit(data).Transform(data);
}
