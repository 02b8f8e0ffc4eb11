namespace GpuAc.Cli.Scoring;

/// <summary>Whole records of a text table.</summary>
/// <param name="parser">Takes them apart.</param>
internal sealed class TextPart(ITextParser parser) : ITablePart
{
    /// <summary>The text; its first <see cref="Length"/> bytes count.</summary>
    internal byte[] Text { get; set; } = [];

    /// <summary>Length of the text.</summary>
    internal int Length { get; set; }

    /// <summary>Number of its first row.</summary>
    internal long FirstRow { get; set; }

    /// <inheritdoc/>
    public void Parse(ObservationRows rows)
    {
        rows.Clear();
        parser.Parse(Text.AsSpan(0, Length), FirstRow, rows);
    }
}

/// <summary>Takes text apart into rows. Serves several threads at a time.</summary>
internal interface ITextParser
{
    /// <summary>Reads whole records. Empty lines are no rows.</summary>
    /// <param name="text">The records.</param>
    /// <param name="firstRow">Number of the first row.</param>
    /// <param name="rows">Output; added to.</param>
    void Parse(ReadOnlySpan<byte> text, long firstRow, ObservationRows rows);
}
