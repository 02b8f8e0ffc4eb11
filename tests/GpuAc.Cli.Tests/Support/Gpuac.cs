using System.Text.Json;
using GpuAc.Cli.Output;

namespace GpuAc.Cli.Tests.Support;

/// <summary>Runs the command in this process and keeps what it printed.</summary>
internal sealed record Gpuac(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a command line.</summary>
    public static Gpuac Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = CommandLine.Run(args, output, error);
        return new Gpuac(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The one JSON object on standard output.</summary>
    public JsonElement Json()
    {
        Assert.Equal('\n', Output[^1]);
        Assert.DoesNotContain('\n', Output[..^1]);
        using var document = JsonDocument.Parse(Output);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        return document.RootElement.Clone();
    }

    /// <summary>Asserts a refusal: exit code 2, nothing on standard output, one message that holds all the texts, no stack trace.</summary>
    public void AssertRefused(params string[] texts)
    {
        Assert.Equal(2, ExitCode);
        Assert.Equal("", Output);
        Assert.StartsWith("error: ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        foreach (string text in texts)
            Assert.Contains(text, Error, StringComparison.OrdinalIgnoreCase);
    }
}
