namespace GpuAc.Cli.Scoring;

/// <summary>A row that cannot be scored.</summary>
/// <param name="Row">Its number; the first row of data is 1.</param>
/// <param name="Column">The column at fault, or null when it is the row as a whole.</param>
/// <param name="Problem">What is wrong with it, as the rest of a sentence.</param>
internal sealed record BadRow(long Row, string? Column, string Problem)
{
    /// <summary>The row in words, without a full stop.</summary>
    public override string ToString() => Column == null ? $"row {Row} {Problem}" : $"row {Row}, column '{Column}' {Problem}";
}
