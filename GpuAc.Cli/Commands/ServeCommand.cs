using System.CommandLine;
using System.Net;
using System.Runtime.CompilerServices;
using GpuAc.Cli.Output;
using GpuAc.Serving;

namespace GpuAc.Cli.Commands;

/// <summary><c>gpuac serve</c>: answers requests over HTTP and gRPC. ASP.NET Core is loaded when it runs, and by no other command.</summary>
internal static class ServeCommand
{
    private const string KeyVariable = "GPUAC_API_KEY";

    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var policies = new Argument<string[]>("POLICY")
        {
            Description = "Policy files, FILE or NAME=FILE, and folders with NAME.onnx, NAME/policy.onnx or NAME/VERSION/policy.onnx.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> host = CommandOptions.Value("--host", "ADDRESS", "Address to listen at; by default 127.0.0.1, 0.0.0.0 for all.");
        Option<string?> port = CommandOptions.Value("--port", "N", "Port of REST; by default 8000, 0 for any that is free.");
        Option<string?> grpcPort = CommandOptions.Value("--grpc-port", "N", "Port of gRPC; by default 8001, 0 for any, 'none' to leave it out.");
        Option<string?> maxBatch = CommandOptions.Value("--max-batch", "N", "Most rows computed at once, and of a request; by default 1024.");
        Option<string?> maxDelay = CommandOptions.Value("--max-delay-ms", "N", "How long a request may wait for others; by default 0.");
        Option<string?> maxQueue = CommandOptions.Value("--max-queue", "N", "Most rows that wait for a policy; by default 65536.");
        Option<string?> maxBody = CommandOptions.Value("--max-body-kb", "N", "Most KiB of a request; by default 4096.");
        Option<string?> timeout = CommandOptions.Value("--timeout-ms", "N", "How long a request may take; by default 10000.");
        Option<string?> reload = CommandOptions.Value("--reload-ms", "N", "How often files are looked at; by default 1000, 0 for never.");
        Option<string?> stop = CommandOptions.Value("--stop-ms", "N", "How long stopping waits for requests; by default 30000.");
        Option<string?> keyFile = CommandOptions.Value(
            "--api-key-file", "FILE", $"File whose first line requests must bring as a bearer token; by default {KeyVariable}, if set.");
        Option<bool> json = CommandOptions.Json();
        var command = new Command("serve", "Answers requests for inference over HTTP and gRPC, by the Open Inference Protocol.")
        {
            policies, host, port, grpcPort, maxBatch, maxDelay, maxQueue, maxBody, timeout, reload, stop, keyFile, json,
        };
        command.SetAction(parsed =>
        {
            TimeSpan Milliseconds(Option<string?> option, long least, long most, long otherwise) =>
                TimeSpan.FromMilliseconds(CommandOptions.Whole(parsed, option, least, most) ?? otherwise);
            int Whole(Option<string?> option, long least, long most, int otherwise) =>
                (int)(CommandOptions.Whole(parsed, option, least, most) ?? otherwise);
            int batch = Whole(maxBatch, 1, 65536, 1024);
            TimeSpan interval = Milliseconds(reload, 0, 86_400_000, 1000);
            var options = new ServeSettings(
                parsed.GetValue(policies)!, ReadAddress(parsed.GetValue(host)), Whole(port, 0, 65535, 8000),
                parsed.GetValue(grpcPort) == "none" ? null : Whole(grpcPort, 0, 65535, 8001), batch,
                Milliseconds(maxDelay, 0, 1000, 0), Whole(maxQueue, batch, int.MaxValue, 65536), Whole(maxBody, 1, 1 << 20, 4096) << 10,
                Milliseconds(timeout, 1, 3_600_000, 10_000), interval == TimeSpan.Zero ? null : interval,
                Milliseconds(stop, 0, 3_600_000, 30_000), ReadKey(parsed.GetValue(keyFile)));
            return Run(options, parsed.GetValue(json), output, error);
        });
        return command;
    }

    // Apart, so that making the command does not load the server.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(ServeSettings settings, bool asJson, TextWriter output, TextWriter error)
    {
        using var interruption = new Interruption();
        ServeAsync(settings, asJson, output, error, interruption.Token).GetAwaiter().GetResult();
        return ExitCode.Ok;
    }

    private static async Task ServeAsync(ServeSettings settings, bool asJson, TextWriter output, TextWriter error, CancellationToken stop)
    {
        TextWriter log = TextWriter.Synchronized(error);
        await using PolicyServer server = await PolicyServer.StartAsync(settings.ToOptions(), line => log.WriteLine(line));
        if (!IPAddress.IsLoopback(settings.Host) && settings.ApiKey == null)
            log.WriteLine($"warning: {settings.Host} is open to other machines, and no key is asked for; see --api-key-file.");
        if (asJson)
        {
            using var report = new JsonReport();
            report.Add("rest", server.Address.ToString()).Add("grpc", server.GrpcAddress?.ToString()).Print(output);
        }
        else
        {
            foreach (string policy in server.Policies)
                log.WriteLine(policy);
            log.WriteLine($"REST at {server.Address}v2{(server.GrpcAddress is { } grpc ? $", gRPC at {grpc.Authority}" : "")}; Ctrl-C stops.");
        }

        try
        {
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException)
        {
            log.WriteLine("Stopping: requests in flight are being finished.");
        }

        await server.StopAsync();
    }

    private static IPAddress ReadAddress(string? text) => text switch
    {
        null or "localhost" => IPAddress.Loopback,
        _ => IPAddress.TryParse(text, out IPAddress? address)
            ? address
            : throw new GpuAcException($"Option --host takes an IP address such as 127.0.0.1 or 0.0.0.0, but was given '{text}'."),
    };

    private static string? ReadKey(string? file)
    {
        if (file == null)
            return Environment.GetEnvironmentVariable(KeyVariable);
        if (!File.Exists(file))
            throw new GpuAcException($"Key file '{file}' does not exist; make one with 'openssl rand -hex 32 > FILE'.");
        return File.ReadLines(file).FirstOrDefault()?.Trim() ?? "";
    }
}
