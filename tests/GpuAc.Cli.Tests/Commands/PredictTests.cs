using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GpuAc.Cli.Tests.Support;
using Parquet;
using Parquet.Schema;

namespace GpuAc.Cli.Tests.Commands;

public sealed class PredictTests : IDisposable
{
    private const string Table = "speed,lean,note\n2,-1,a\n0.5,1,b\n";

    private readonly TemporaryFolder folder = new();
    private readonly string discrete;
    private readonly string continuous;

    public PredictTests()
    {
        File.WriteAllBytes(discrete = folder["discrete.onnx"], TestPolicies.Discrete);
        File.WriteAllBytes(continuous = folder["continuous.onnx"], TestPolicies.Continuous);
    }

    [Fact]
    public void Csv_DiscretePolicy_WritesActionNameAndValue()
    {
        Gpuac run = Gpuac.Run("predict", discrete, Write("t.csv", Table));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("row,action,action_name,value\n1,1,\"say \"\"right\"\", please\",3\n2,0,left,2\n", run.Output);
        Assert.Contains("2 rows in", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_ContinuousPolicyWithDistribution_WritesActionMeanAndDeviation()
    {
        Gpuac run = Gpuac.Run("predict", continuous, Write("t.csv", Table), "--distribution");
        Assert.Equal("row,action push,action turn,mean push,mean turn,std push,std turn\n1,-1,2,-2,2,1,2\n2,1,0.5,2,0.5,1,2\n", run.Output);
    }

    [Fact]
    public void JsonLines_BothKindsOfPolicies_WriteObjects()
    {
        string table = Write("t.jsonl", "{\"lean\":-1,\"speed\":2}\n");
        Assert.Equal(
            "{\"row\":1,\"action\":1,\"action_name\":\"say \\u0022right\\u0022, please\",\"value\":3}\n",
            Gpuac.Run("predict", discrete, table).Output);
        using var spread = JsonDocument.Parse(Gpuac.Run("predict", discrete, table, "--distribution").Output);
        Assert.Equal(1 / (1 + Math.Exp(2)), spread.RootElement.GetProperty("probabilities")[0].GetDouble(), 1e-6);
        Assert.Equal(
            "{\"row\":1,\"action\":[-1,2],\"mean\":[-2,2],\"std\":[1,2]}\n",
            Gpuac.Run("predict", continuous, table, "--distribution").Output);
    }

    [Fact]
    public async Task Parquet_ColumnsOfSeveralTypesAndGroups_GiveWhatCsvGives()
    {
        var lines = new List<string> { "lean,speed" };
        float[] lean = [.. Enumerable.Range(0, 20_000).Select(i => MathF.Sin(i))];
        int[] speed = [.. Enumerable.Range(0, 20_000).Select(i => i % 100)];
        lines.AddRange(lean.Zip(speed, (a, b) => string.Create(CultureInfo.InvariantCulture, $"{a},{b}")));
        await File.WriteAllLinesAsync(folder["t.csv"], lines);
        await WriteParquet(folder["t.parquet"], 3, lean, speed);

        string expected = Gpuac.Run("predict", discrete, folder["t.csv"], "--distribution").Output;
        Assert.Equal(expected, Gpuac.Run("predict", discrete, folder["t.parquet"], "--distribution").Output);
        Assert.Equal(expected, Gpuac.Run("predict", discrete, folder["t.parquet"], "--distribution", "--threads", "1").Output);

        Gpuac run = Gpuac.Run("predict", discrete, folder["t.csv"], "-o", folder["o.parquet"], "--distribution", "--json");
        Assert.Equal(20_000, run.Json().GetProperty("rows").GetInt64());
        Assert.Equal(expected, await ReadParquet(folder["o.parquet"]));
    }

    [Fact]
    public async Task Parquet_CellsThatAreEmptyOrNoNumbers_AreNamed()
    {
        float?[] lean = [1, null, 3];
        double[] speed = [1, 2, double.NaN];
        await WriteParquet(folder["t.parquet"], 1, lean, speed);
        Gpuac.Run("predict", discrete, folder["t.parquet"]).AssertRefused("row 2, column 'lean' is missing", "--skip-bad");
        Gpuac run = Gpuac.Run("predict", discrete, folder["t.parquet"], "--skip-bad", "-o", folder["o.csv"], "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(1, run.Json().GetProperty("rows").GetInt64());
        Assert.Equal(2, run.Json().GetProperty("skipped").GetInt64());
        Assert.Equal("row 2, column 'lean' is missing", run.Json().GetProperty("firstSkipped").GetString());

        await WriteParquet(folder["nan.parquet"], 1, [1f, 2, 3], speed);
        Gpuac.Run("predict", discrete, folder["nan.parquet"]).AssertRefused("row 3, column 'speed' is NaN");
        await WriteParquet(folder["text.parquet"], 1, ["a", "b", "c"], speed);
        Gpuac.Run("predict", discrete, folder["text.parquet"]).AssertRefused("'lean'", "text", "numbers");
        File.WriteAllText(folder["no.parquet"], "lean,speed\n1,2\n");
        Gpuac.Run("predict", discrete, folder["no.parquet"]).AssertRefused("no.parquet", "cannot be read as Parquet");
        byte[] whole = await File.ReadAllBytesAsync(folder["nan.parquet"]);
        await File.WriteAllBytesAsync(folder["cut.parquet"], whole[..(whole.Length / 2)]);
        Gpuac.Run("predict", discrete, folder["cut.parquet"]).AssertRefused("cut.parquet", "cannot be read as Parquet");
    }

    [Fact]
    public void SkipBad_BadRows_AreCountedAndTheOthersKeepTheirNumbers()
    {
        string table = Write("t.csv", "lean,speed\n1,1\nx,1\n1\n-1,NaN\n-1,0\n");
        Gpuac run = Gpuac.Run("predict", discrete, table, "--skip-bad");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("row,action,action_name,value\n1,0,left,3\n5,1,\"say \"\"right\"\", please\",-1\n", run.Output);
        Assert.Contains("3 left out (the first: row 2, column 'lean' is 'x', which is no number)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_BadRow_LeavesWhatWasThere()
    {
        File.WriteAllText(folder["o.csv"], "before");
        string table = Write("t.csv", "lean,speed\n1,1\nx,1\n");
        Gpuac.Run("predict", discrete, table, "-o", folder["o.csv"]).AssertRefused("t.csv", "row 2", "'lean'", "'x'", "--skip-bad");
        Assert.Equal("before", File.ReadAllText(folder["o.csv"]));
        Assert.Equal(0, Gpuac.Run("predict", discrete, table, "-o", folder["o.csv"], "--skip-bad").ExitCode);
        Assert.StartsWith("row,", File.ReadAllText(folder["o.csv"]));
        Assert.DoesNotContain(Directory.GetFiles(folder.Path), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    // A file may be scored in place.
    [Fact]
    public void Output_TheInputItself_IsReplacedWhenItHasBeenRead()
    {
        string table = Write("t.csv", Table);
        Assert.Equal(0, Gpuac.Run("predict", discrete, table, "-o", table).ExitCode);
        Assert.StartsWith("row,action", File.ReadAllText(table));
    }

    [Theory]
    [InlineData("lean,speed\n", "no row")]
    [InlineData("", "is empty")]
    [InlineData("lean\n1\n", "'speed' is missing")]
    public void Table_WithoutRowsOrColumns_IsRefused(string text, string expected) =>
        Gpuac.Run("predict", discrete, Write("t.csv", text), "-o", folder["o.csv"]).AssertRefused("t.csv", expected);

    [Fact]
    public void Arguments_ThatDoNotFit_AreRefused()
    {
        string table = Write("t.csv", Table);
        Gpuac.Run("predict", discrete, folder["none.csv"]).AssertRefused("none.csv", "does not exist");
        Gpuac.Run("predict", folder["none.onnx"], table).AssertRefused("none.onnx");
        Gpuac.Run("predict", table, table).AssertRefused("t.csv", "no ONNX file");
        Gpuac.Run("predict", discrete, Write("t.txt", Table)).AssertRefused("t.txt", "--from");
        Gpuac.Run("predict", discrete, table, "-o", folder["o.xls"]).AssertRefused("o.xls", "--to");
        Gpuac.Run("predict", discrete, table, "-o", folder.Path, "--to", "csv").AssertRefused("is a folder");
        Gpuac.Run("predict", discrete, table, "-o", folder["no/o.csv"]).AssertRefused("o.csv", "cannot be written");
        Gpuac.Run("predict", discrete, table, "--from", "xml").AssertRefused("xml", "jsonl");
        Gpuac.Run("predict", discrete, table, "--to", "parquet").AssertRefused("standard output", "-o");
        Gpuac.Run("predict", discrete, "-", "--from", "parquet").AssertRefused("standard input");
        Gpuac.Run("predict", discrete, table, "--json").AssertRefused("-o FILE");
        Gpuac.Run("predict", discrete, table, "--threads", "0").AssertRefused("--threads");
        Gpuac.Run("predict", discrete).AssertRefused("INPUT");
        Assert.DoesNotContain(Directory.GetFiles(folder.Path), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void From_FormatByName_OverrulesTheExtension() =>
        Assert.Equal(
            "{\"row\":1,\"action\":0,\"action_name\":\"left\",\"value\":5}\n",
            Gpuac.Run("predict", discrete, Write("t.txt", "lean,speed\n1,2\n"), "--from", "csv", "--to", "jsonl").Output);

    [Fact]
    public void Numbers_InAnotherCulture_StayAsTheyAre()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator) = (",", ".");
        try
        {
            CultureInfo.CurrentCulture = german;
            Assert.EndsWith("1,0,left,3.25\n", Gpuac.Run("predict", discrete, Write("t.csv", "lean,speed\n1.25,1\n")).Output);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("csv", "lean,speed\n1,2\n", "row,action,action_name,value\n1,0,left,5\n")]
    [InlineData("jsonl", "{\"lean\":1,\"speed\":2}\n", "{\"row\":1,\"action\":0,\"action_name\":\"left\",\"value\":5}\n")]
    public void StandardInput_Table_IsScoredToStandardOutput(string format, string table, string expected)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "gpuac.dll"), "predict", discrete, "-", "--from", format])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(table);
        process.StandardInput.Close();
        Assert.Equal(expected, process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    [Theory]
    [InlineData(">/dev/full")]
    [InlineData(">&-")]
    public void StandardOutput_ThatFails_ExitsWith2(string redirection)
    {
        if (OperatingSystem.IsWindows())
            return; // No such redirections there.
        string tool = Path.Combine(AppContext.BaseDirectory, "gpuac.dll");
        string line = $"exec dotnet '{tool}' predict '{discrete}' '{Write("t.csv", Table)}' {redirection}";
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", line]) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(2, process.ExitCode);
        Assert.StartsWith("error: ", error);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private string Write(string name, string text)
    {
        File.WriteAllText(folder[name], text);
        return folder[name];
    }

    private static async Task WriteParquet<TLean, TSpeed>(string path, int groups, TLean[] lean, TSpeed[] speed)
    {
        var schema = new ParquetSchema(
            new DataField("speed", typeof(TSpeed)), new DataField("note", typeof(string)), new DataField("lean", typeof(TLean)));
        await using FileStream stream = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream);
        for (int group = 0; group < groups; group++)
        {
            (int first, int end) = (lean.Length * group / groups, lean.Length * (group + 1) / groups);
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await WriteColumn(rows, schema.DataFields[0], speed[first..end]);
            await WriteColumn(rows, schema.DataFields[1], Enumerable.Repeat("n", end - first).ToArray());
            await WriteColumn(rows, schema.DataFields[2], lean[first..end]);
            rows.CompleteValidate();
        }
    }

    private static async Task WriteColumn<T>(ParquetRowGroupWriter rows, DataField field, T[] values)
    {
        switch (values)
        {
            case float[] singles:
                await rows.WriteAsync<float>(field, singles);
                break;
            case float?[] singles:
                await rows.WriteAsync<float>(field, (ReadOnlyMemory<float?>)singles);
                break;
            case double[] doubles:
                await rows.WriteAsync<double>(field, doubles);
                break;
            case int[] integers:
                await rows.WriteAsync<int>(field, integers);
                break;
            case string[] texts:
                await rows.WriteAsync(field, texts);
                break;
        }
    }

    // As the CSV of the same table.
    private static async Task<string> ReadParquet(string path)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(path);
        DataField[] fields = reader.Schema.DataFields;
        var lines = new List<string> { string.Join(',', fields.Select(field => Quote(field.Name))) };
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            var columns = new List<string[]>();
            foreach (DataField field in fields)
                columns.Add(await ReadColumn(rows, field));
            lines.AddRange(Enumerable.Range(0, (int)rows.RowCount).Select(row => string.Join(',', columns.Select(column => column[row]))));
        }

        return string.Join('\n', lines) + "\n";
    }

    private static async Task<string[]> ReadColumn(ParquetRowGroupReader rows, DataField field)
    {
        int count = (int)rows.RowCount;
        if (field.ClrType != typeof(float) && field.ClrType != typeof(int) && field.ClrType != typeof(long))
        {
            var texts = new string[count];
            await rows.ReadAsync(field, texts);
            return [.. texts.Select(Quote)];
        }

        if (field.ClrType == typeof(float))
            return await Numbers<float>();
        return field.ClrType == typeof(int) ? await Numbers<int>() : await Numbers<long>();

        async Task<string[]> Numbers<T>()
            where T : struct, IFormattable
        {
            var values = new T[count];
            await rows.ReadAsync<T>(field, values);
            return [.. values.Select(value => value.ToString(null, CultureInfo.InvariantCulture))];
        }
    }

    private static string Quote(string text) =>
        text.Contains('"', StringComparison.Ordinal) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
