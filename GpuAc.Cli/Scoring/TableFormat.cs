
namespace GpuAc.Cli.Scoring;

/// <summary>How a table is written down.</summary>
internal enum TableFormat
{
    /// <summary>Comma-separated values with a header, RFC 4180.</summary>
    Csv,

    /// <summary>One JSON object per line.</summary>
    JsonLines,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}

/// <summary>Names of formats.</summary>
internal static class TableFormats
{
    /// <summary>What stands for standard input or output.</summary>
    internal const string StandardStream = "-";

    /// <summary>The format of a file.</summary>
    /// <param name="name">What the user calls the format, or null to go by the file's name.</param>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="otherwise">The format of what has no name of its own.</param>
    /// <param name="option">The option that names the format, for messages.</param>
    internal static TableFormat Choose(string? name, string path, TableFormat otherwise, string option)
    {
        string[] known = ["csv", "jsonl", "parquet"];
        if (name != null)
        {
            int at = Array.FindIndex(known, one => string.Equals(one, name, StringComparison.OrdinalIgnoreCase));
            return at >= 0 ? (TableFormat)at : throw UnknownNameException.For("table format", name, known);
        }

        if (path == StandardStream)
            return otherwise;
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => TableFormat.Csv,
            ".jsonl" or ".ndjson" => TableFormat.JsonLines,
            ".parquet" => TableFormat.Parquet,
            _ => throw new GpuAcException(
                $"The name of '{path}' does not say how it is written: .csv, .jsonl and .parquet are known. Say so with {option} csv, "
                + "jsonl or parquet."),
        };
    }
}
