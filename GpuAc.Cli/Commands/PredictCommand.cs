using System.CommandLine;
using System.Globalization;
using GpuAc.Cli.Output;
using GpuAc.Cli.Scoring;
using GpuAc.Export;

namespace GpuAc.Cli.Commands;

/// <summary><c>gpuac predict</c>: scores a table of observations.</summary>
internal static class PredictCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var file = new Argument<string>("POLICY.onnx") { Description = "A policy that 'gpuac train' or 'gpuac export' wrote." };
        var input = new Argument<string>("INPUT")
        {
            Description = "Table with a column an observation, named as the policy names them: .csv, .jsonl or .parquet; - for standard "
                + "input.",
        };
        Option<string?> target = CommandOptions.Value("-o", "FILE", "Table to write, likewise; by default standard output.");
        target.Aliases.Add("--output");
        Option<string?> from = CommandOptions.Value("--from", "FORMAT", "csv, jsonl or parquet: how INPUT is written; by default by name.");
        Option<string?> to = CommandOptions.Value(
            "--to", "FORMAT", "csv, jsonl or parquet: how to write; by default by FILE's name, else as INPUT.");
        var skipBad = new Option<bool>("--skip-bad") { Description = "Leave out rows that cannot be scored, and count them." };
        var distribution = new Option<bool>("--distribution")
        {
            Description = "Write probabilities of discrete actions, or mean and standard deviation, too.",
        };
        Option<string?> threads = CommandOptions.Threads();
        Option<bool> json = CommandOptions.Json();
        var command = new Command("predict", "Scores a table of observations with an exported policy.")
        {
            file, input, target, from, to, skipBad, distribution, threads, json,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(input)!, result = parsed.GetValue(target) ?? TableFormats.StandardStream;
            if (parsed.GetValue(json) && result == TableFormats.StandardStream)
                throw new GpuAcException("--json puts its object on standard output, so the table has to go elsewhere: give -o FILE.");
            TableFormat format = TableFormats.Choose(parsed.GetValue(from), path, TableFormat.Csv, "--from");
            TableFormat written = TableFormats.Choose(
                parsed.GetValue(to), result, format == TableFormat.Parquet ? TableFormat.Csv : format, "--to");
            int workers = CommandOptions.ReadThreads(parsed, threads) ?? Environment.ProcessorCount;
            using OnnxPolicy policy = OnnxPolicy.Load(parsed.GetValue(file)!);
            using var interruption = new Interruption();
            using AtomicOutput? replaced = result == TableFormats.StandardStream ? null : new AtomicOutput(result);
            string table = path == TableFormats.StandardStream ? "standard input" : $"table '{path}'";
            var columns = new PredictionColumns(policy, parsed.GetValue(distribution));
            using var display = new PredictDisplay(error, error is StandardStream { IsTerminal: true } && replaced != null);
            Prediction prediction;
            using (ITableSource source = Open(path, format, policy, table))
            using (ITableSink sink = Begin(replaced?.Stream ?? Standard(output), written, columns))
            {
                prediction = new Prediction(policy, columns, source, sink, table);
                try
                {
                    prediction.Run(
                        workers, parsed.GetValue(skipBad), () => display.Report(prediction.Rows, source.Progress), interruption.Token);
                }
                catch (OperationCanceledException)
                {
                    error.WriteLine(replaced == null ? "Interrupted: the rest was not scored." : "Interrupted: nothing was written.");
                    return ExitCode.Interrupted;
                }
            }

            replaced?.Commit();
            Report(prediction, display.Seconds, result, parsed.GetValue(json), output, error);
            return ExitCode.Ok;
        });
        return command;
    }

    private static ITableSource Open(string path, TableFormat format, OnnxPolicy policy, string table)
    {
        string[] observations = [.. policy.Metadata.ObservationNames];
        if (format == TableFormat.Parquet && path == TableFormats.StandardStream)
            throw new GpuAcException("A Parquet table is read from its end, so it cannot come from standard input; give its file.");
        if (Directory.Exists(path))
            throw new GpuAcException($"Table '{path}' is a folder; give a file, or - for standard input.");
        if (path != TableFormats.StandardStream && !File.Exists(path))
            throw new GpuAcException($"Table '{path}' does not exist; give a file, or - for standard input.");
        if (format == TableFormat.Parquet)
            return ParquetSource.Open(path, observations, table);
        Stream stream = path == TableFormats.StandardStream
            ? Console.OpenStandardInput()
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return format switch
        {
            TableFormat.Csv => TextSource.Csv(stream, observations, table),
            TableFormat.JsonLines => TextSource.JsonLines(stream, observations, table),
            _ => throw KnownValues.Unknown(format),
        };
    }

    private static ITableSink Begin(Stream stream, TableFormat format, PredictionColumns columns) => format switch
    {
        TableFormat.Csv => new CsvSink(stream, columns),
        TableFormat.JsonLines => new JsonLinesSink(stream, columns),
        TableFormat.Parquet when stream.CanSeek => new ParquetSink(stream, columns),
        TableFormat.Parquet => throw new GpuAcException("A Parquet table cannot be written to standard output; give -o FILE."),
        _ => throw KnownValues.Unknown(format),
    };

    private static Stream Standard(TextWriter output) =>
        output is StandardStream ? StandardStream.OutputBytes() : new TextStream(output);

    private static void Report(Prediction prediction, double seconds, string path, bool json, TextWriter output, TextWriter error)
    {
        if (json)
        {
            using var report = new JsonReport();
            report
                .Add("output", path)
                .Add("rows", prediction.Rows)
                .Add("skipped", prediction.Skipped)
                .Add("firstSkipped", prediction.FirstSkipped?.ToString())
                .Add("seconds", seconds)
                .Print(output);
            return;
        }

        string skipped = prediction.FirstSkipped is { } first ? $", {prediction.Skipped:N0} left out (the first: {first})" : "";
        error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{prediction.Rows:N0} rows in {seconds:F2} s ({prediction.Rows / seconds / 1e6:F2} M rows/s){skipped}"));
    }
}
