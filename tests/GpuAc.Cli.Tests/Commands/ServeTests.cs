using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using GpuAc.Cli.Tests.Support;

namespace GpuAc.Cli.Tests.Commands;

public sealed partial class ServeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ServeTests()
    {
        File.WriteAllBytes(folder["pole.onnx"], TestPolicies.Discrete);
        File.WriteAllBytes(folder["cut.onnx"], TestPolicies.Discrete[..^9]);
        Directory.CreateDirectory(folder["empty"]);
    }

    [Theory]
    [InlineData("'serve' needs POLICY")]
    [InlineData("none.onnx' does not exist", "none.onnx")]
    [InlineData("cut.onnx' is damaged", "cut.onnx")]
    [InlineData("holds no policy", "empty")]
    [InlineData("Two policies want the name 'pole'", "pole.onnx", "pole=cut.onnx")]
    [InlineData("--port takes a whole number from 0 to 65535", "pole.onnx", "--port", "65536")]
    [InlineData("--grpc-port takes a whole number", "pole.onnx", "--grpc-port", "nine")]
    [InlineData("--host takes an IP address", "pole.onnx", "--host", "example")]
    [InlineData("--max-queue takes a whole number from 8", "pole.onnx", "--max-batch", "8", "--max-queue", "7")]
    [InlineData("Key file", "pole.onnx", "--api-key-file", "none")]
    [InlineData("ApiKey must be visible ASCII", "pole.onnx", "--api-key-file", "blank")]
    public void Serve_WhatCannotBeServed_IsRefused(string part, params string[] args)
    {
        File.WriteAllText(folder["blank"], "two words\n");
        string[] located = [.. args.Select(argument => argument switch
        {
            "pole=cut.onnx" => $"pole={folder["cut.onnx"]}",
            _ when argument.EndsWith(".onnx", StringComparison.Ordinal) || argument is "empty" or "none" or "blank" => folder[argument],
            _ => argument,
        })];
        Gpuac.Run(["serve", .. located]).AssertRefused(part);
    }

    [Fact]
    public void Serve_PortInUse_IsRefused()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        Gpuac.Run("serve", folder["pole.onnx"], "--port", $"{port}", "--grpc-port", "none").AssertRefused($"{port}", "in use");
    }

    [Fact]
    public async Task Serve_TerminationSignal_AnswersUntilThenAndExitsWith0()
    {
        if (OperatingSystem.IsWindows())
            return; // No signals to send there; the handler itself is the runtime's.
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "gpuac.dll"), "serve", $"a={folder["pole.onnx"]}", "--port", "0", "--grpc-port", "0", "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string? line = await process.StandardOutput.ReadLineAsync();
        Assert.True(line != null, "The server did not start.");
        using JsonDocument json = JsonDocument.Parse(line);
        using var client = new HttpClient { BaseAddress = new Uri(json.RootElement.GetProperty("rest").GetString()!) };
        Assert.StartsWith("http://127.0.0.1:", json.RootElement.GetProperty("grpc").GetString(), StringComparison.Ordinal);
        Assert.Equal("{\"name\":\"a\",\"ready\":true}", await client.GetStringAsync(new Uri("v2/models/a/ready", UriKind.Relative)));

        Assert.Equal(0, Kill(process.Id, 15));

        if (!process.WaitForExit(60_000))
            process.Kill();
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("Stopping", await error, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
