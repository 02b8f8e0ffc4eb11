
namespace GpuAc.Cli.Scoring;

/// <summary>A text table: CSV, or one JSON object a line.</summary>
internal sealed class TextSource : ITableSource
{
    private readonly Stream stream;
    private readonly TextBlocks blocks;
    private readonly ITextParser parser;

    private TextSource(Stream stream, TextBlocks blocks, ITextParser parser)
    {
        this.stream = stream;
        this.blocks = blocks;
        this.parser = parser;
    }

    /// <inheritdoc/>
    public double Progress => stream.CanSeek && stream.Length > 0 ? (double)blocks.BytesRead / stream.Length : double.NaN;

    /// <summary>Opens a CSV table and reads its header.</summary>
    /// <param name="stream">The text; now the source's.</param>
    /// <param name="observations">Names of the columns to read.</param>
    /// <param name="table">What to call the table in messages.</param>
    /// <exception cref="GpuAcException">There is no header, or a column is missing.</exception>
    internal static TextSource Csv(Stream stream, string[] observations, string table)
    {
        var blocks = new TextBlocks(stream, hasQuotes: true, table);
        byte[] header = blocks.ReadHeader()
            ?? throw new GpuAcException($"{Capital(table)} is empty; a CSV table begins with a line of column names.");
        List<string> columns = CsvParser.Split(header);
        return new TextSource(stream, blocks, new CsvParser(columns.Count, ColumnNames.Find(columns, observations, table), observations));
    }

    /// <summary>Opens a table of one JSON object a line.</summary>
    /// <param name="stream">The text; now the source's.</param>
    /// <param name="observations">Names of the properties to read.</param>
    /// <param name="table">What to call the table in messages.</param>
    internal static TextSource JsonLines(Stream stream, string[] observations, string table) =>
        new(stream, new TextBlocks(stream, hasQuotes: false, table), new JsonLinesParser(observations));

    /// <inheritdoc/>
    public ITablePart CreatePart() => new TextPart(parser);

    /// <inheritdoc/>
    public bool Read(ITablePart part) => blocks.Read((TextPart)part);

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
