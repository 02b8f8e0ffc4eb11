using System.Text;
using GpuAc.Cli.Scoring;

namespace GpuAc.Cli.Tests.Scoring;

public sealed class TextSourceTests
{
    private static readonly string[] Names = ["lean", "speed"];

    [Theory]
    [InlineData("lean,speed\n1,2\n3,4\n")]
    [InlineData("lean,speed\n1,2\n3,4")]
    [InlineData("lean,speed\r\n1,2\r\n3,4\r\n")]
    [InlineData("lean,speed\r\n1,2\r\n3,4\r")]
    [InlineData("\uFEFFlean,speed\n1,2\n3,4\n")]
    [InlineData("lean,speed\n\n1,2\n\r\n\n3,4\n\n")]
    [InlineData("speed,lean\n2,1\n4,3\n")]
    [InlineData(" lean , \"speed\" \n 1 ,\t2\n\"3\",\" 4\"\n")]
    [InlineData("note,lean,more,speed,end\na,1,b,2,\n\"x,\n\"\"y\",3,,4,\"\"\n")]
    [InlineData("lean,speed\n+1.0,2e0\n30e-1,0.4E1\n")]
    public void Csv_WaysToWriteATable_GiveItsRows(string text)
    {
        (float[] observations, long[] numbers, BadRow? bad) = Read(TextSource.Csv(Utf8(text), Names, "table"));
        Assert.Null(bad);
        Assert.Equal([1, 2, 3, 4], observations);
        Assert.Equal([1, 2], numbers);
    }

    [Theory]
    [InlineData("1", "row 2, column 'speed' is missing")]
    [InlineData("1,", "row 2, column 'speed' is missing")]
    [InlineData(",2", "row 2, column 'lean' is missing")]
    [InlineData("1,\"\"", "row 2, column 'speed' is missing")]
    [InlineData("1,fast", "row 2, column 'speed' is 'fast', which is no number")]
    [InlineData("1;2", "row 2, column 'lean' is '1;2', which is no number")]
    [InlineData("NaN,2", "row 2, column 'lean' is NaN, which is not finite in float32")]
    [InlineData("1,-Infinity", "row 2, column 'speed' is -Infinity, which is not finite in float32")]
    [InlineData("1e39,2", "row 2, column 'lean' is 1e39, which is not finite in float32")]
    [InlineData("1,2,3", "row 2 has 3 fields, but the header has 2")]
    [InlineData(" ", "row 2, column 'lean' is missing")]
    public void Csv_BadRow_IsNamedAndLeftOut(string row, string expected)
    {
        (float[] observations, long[] numbers, BadRow? bad) = Read(TextSource.Csv(Utf8($"lean,speed\n1,2\n{row}\n3,4\n"), Names, "table"));
        Assert.Equal(expected, bad?.ToString());
        Assert.Equal([1, 2, 3, 4], observations);
        Assert.Equal([1, 3], numbers);
    }

    [Theory]
    [InlineData("", "Table is empty")]
    [InlineData("\n1,2\n", "Table is empty")]
    [InlineData("lean,velocity\n", "'speed' is missing")]
    [InlineData("lean;speed\n1;2\n", "separated by commas")]
    [InlineData("lean,speed,lean\n", "'lean' is in table 2 times")]
    public void Csv_HeaderThatDoesNotFit_IsRefused(string text, string expected)
    {
        var refused = Assert.Throws<GpuAcException>(() => TextSource.Csv(Utf8(text), Names, "table"));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    // Several blocks; records that end anywhere, some of them longer than a block, and quoted line ends.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Csv_LargeTable_KeepsRowsAndNumbersAcrossBlocks(bool drips)
    {
        var text = new StringBuilder("note,lean,speed\n");
        var expected = new List<float>();
        for (int row = 1; row <= 30_000; row++)
        {
            string note = row == 15_000 ? new string('x', 700_000) : row % 3 == 0 ? $"line\nand \"\"{row}\"\", still" : "n";
            text.Append($"\"{note}\",{row},{-row}\r\n");
            if (row % 100 == 0)
                text.Append("\r\n");
            expected.AddRange([row, -row]);
        }

        Stream stream = Utf8(text.ToString());
        (float[] observations, long[] numbers, BadRow? bad) =
            Read(TextSource.Csv(drips ? new DrippingStream(stream) : stream, Names, "table"));
        Assert.Null(bad);
        Assert.Equal(expected, observations);
        Assert.Equal(Enumerable.Range(1, 30_000).Select(row => (long)row), numbers);
    }

    [Fact]
    public void Csv_QuoteThatIsNeverClosed_EndsInAnErrorRatherThanInAllMemory()
    {
        var text = new StringBuilder("lean,speed\n1,\"2\n");
        text.Append('x', 70_000_000);
        var refused = Assert.Throws<GpuAcException>(() => Read(TextSource.Csv(Utf8(text.ToString()), Names, "table")));
        Assert.Contains("quotation mark", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Row 1 of table", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"lean\":1,\"speed\":2}\n{\"lean\":3,\"speed\":4}\n")]
    [InlineData("\uFEFF{\"speed\":2,\"lean\":1}\r\n\r\n{\"speed\":4,\"lean\":3}")]
    [InlineData("{\"a\":[1,{\"lean\":9}],\"lean\":1e0,\"b\":null,\"speed\":2.0}\n {\"lean\": 3, \"c\": \"}\", \"speed\": 4 } \n")]
    [InlineData("{\"\\u006cean\":1,\"speed\":2}\n{\"lean\":0,\"lean\":3,\"speed\":4}\n")]
    public void JsonLines_WaysToWriteATable_GiveItsRows(string text)
    {
        (float[] observations, long[] numbers, BadRow? bad) = Read(TextSource.JsonLines(Utf8(text), Names, "table"));
        Assert.Null(bad);
        Assert.Equal([1, 2, 3, 4], observations);
        Assert.Equal([1, 2], numbers);
    }

    [Theory]
    [InlineData("{\"lean\":1}", "row 2, column 'speed' is missing")]
    [InlineData("{\"lean\":null,\"speed\":2}", "row 2, column 'lean' is missing")]
    [InlineData("{\"lean\":\"1\",\"speed\":2}", "row 2, column 'lean' is \"1\", which is no number")]
    [InlineData("{\"lean\":true,\"speed\":2}", "row 2, column 'lean' is true, which is no number")]
    [InlineData("{\"lean\":[1],\"speed\":2}", "row 2, column 'lean' is an array, which is no number")]
    [InlineData("{\"lean\":1e39,\"speed\":2}", "row 2, column 'lean' is 1e39, which is not finite in float32")]
    [InlineData("[1,2]", "row 2 is no JSON object")]
    [InlineData("{\"lean\":1,\"speed\":2", "row 2 is no JSON object")]
    [InlineData("{\"lean\":1,\"speed\":2}}", "row 2 is no JSON object")]
    [InlineData("{\"lean\":1,\"speed\":2} 3", "row 2 is no JSON object")]
    [InlineData("{\"lean\":NaN,\"speed\":2}", "row 2 is no JSON object")]
    [InlineData("lean,speed", "row 2 is no JSON object")]
    public void JsonLines_BadRow_IsNamedAndLeftOut(string row, string expected)
    {
        string text = $"{{\"lean\":1,\"speed\":2}}\n{row}\n{{\"lean\":3,\"speed\":4}}\n";
        (float[] observations, long[] numbers, BadRow? bad) = Read(TextSource.JsonLines(Utf8(text), Names, "table"));
        Assert.StartsWith(expected, bad?.ToString());
        Assert.Equal([1, 2, 3, 4], observations);
        Assert.Equal([1, 3], numbers);
    }

    private static MemoryStream Utf8(string text) => new(Encoding.UTF8.GetBytes(text));

    private static (float[] Observations, long[] Numbers, BadRow? Bad) Read(ITableSource source)
    {
        using (source)
        {
            ITablePart part = source.CreatePart();
            var rows = new ObservationRows(Names);
            List<float> observations = [];
            List<long> numbers = [];
            BadRow? bad = null;
            while (source.Read(part))
            {
                part.Parse(rows);
                observations.AddRange(rows.Observations);
                numbers.AddRange(rows.Numbers);
                bad ??= rows.FirstBad;
            }

            return ([.. observations], [.. numbers], bad);
        }
    }

    /// <summary>Gives a few bytes at a time, as a pipe may.</summary>
    private sealed class DrippingStream(Stream inner) : Stream
    {
        private int drop;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) =>
            inner.Read(buffer, offset, Math.Min(count, 1 + (drop++ * 7919 % 4096)));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
