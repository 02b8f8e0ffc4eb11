using System.Diagnostics;
using System.Globalization;

namespace GpuAc.Benchmarks.Serving;

/// <summary>Puts a server under load: so many connections, each of which asks for one row as soon as it has its last answer.</summary>
internal static class ServingLoad
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2), Measured = TimeSpan.FromSeconds(6);

    /// <summary>Measures REST and gRPC at 1, 32 and 256 connections, and prints a table.</summary>
    /// <param name="rest">Where REST answers.</param>
    /// <param name="grpc">Where gRPC answers.</param>
    /// <param name="model">The policy's name.</param>
    /// <param name="output">Where the table goes.</param>
    internal static async Task ReportAsync(Uri rest, Uri grpc, string model, TextWriter output)
    {
        int observations = await RpcClient.ObservationsAsync(grpc, model);
        output.WriteLine("| protocol | connections | requests/s | median [ms] | p99 [ms] | lost |\n|---|---|---|---|---|---|");
        foreach (int connections in (int[])[1, 32, 256])
        {
            await MeasureAsync("REST", connections, () => RestClient.ConnectAsync(rest, model, observations), output);
            await MeasureAsync(
                "gRPC", connections, () => Task.FromResult<ILoadClient>(new RpcClient(grpc, model, observations)), output);
        }
    }

    private static async Task MeasureAsync(string protocol, int connections, Func<Task<ILoadClient>> connect, TextWriter output)
    {
        ILoadClient[] clients = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => connect()));
        await RunAsync(clients, WarmUp);
        var clock = Stopwatch.StartNew();
        (List<double> Latencies, int Lost)[] results = await RunAsync(clients, Measured);
        double seconds = clock.Elapsed.TotalSeconds;
        foreach (ILoadClient client in clients)
            client.Dispose();
        double[] latencies = [.. results.SelectMany(result => result.Latencies).Order()];
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {protocol} | {connections} | {latencies.Length / seconds:F0} | {latencies[latencies.Length / 2]:F2} "
            + $"| {latencies[latencies.Length * 99 / 100]:F2} | {results.Sum(result => result.Lost)} |"));
    }

    private static Task<(List<double> Latencies, int Lost)[]> RunAsync(ILoadClient[] clients, TimeSpan duration)
    {
        long end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        return Task.WhenAll(clients.Select(client => Task.Run(async () =>
        {
            var latencies = new List<double>(1 << 16);
            int lost = 0;
            while (Stopwatch.GetTimestamp() < end)
            {
                long start = Stopwatch.GetTimestamp();
                try
                {
                    await client.AskAsync();
                    latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
                catch (Exception cause) when (cause is IOException or Grpc.Core.RpcException)
                {
                    lost++;
                }
            }

            return (latencies, lost);
        })));
    }
}
