using System.Diagnostics;
using System.Runtime.InteropServices;
using GpuAc.Cli.Output;
using GpuAc.Cli.Tests.Support;

namespace GpuAc.Cli.Tests.Commands;

public partial class InterruptionTests
{
    // The last two: standard streams of a process whose terminal is gone fail, and those of one that was started without any are none.
    public static TheoryData<int, string> Endings => new()
    {
        { 1, "" },
        { 2, "" },
        { 15, "" },
        { 1, ">/dev/full 2>/dev/full" },
        { 1, ">&- 2>&-" },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task Train_Interrupted_ExportsWhatThereIsAndExitsWith130(int signal, string redirection)
    {
        if (OperatingSystem.IsWindows())
            return; // No signals to send there; the handler itself is the runtime's.
        using var folder = new TemporaryFolder();
        using Process process = Start(
            redirection, "train", "acrobot", "--device", "cpu", "--steps", "1000000000", "--stop-at", "0", "--out", folder["run"]);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        string metrics = Path.Combine(folder["run"], "metrics.csv");
        // A line below the header shows that training is under way, and that metrics do not wait for the run's end.
        while (!process.HasExited && !(File.Exists(metrics) && (await File.ReadAllTextAsync(metrics)).Count(letter => letter == '\n') > 1))
            await Task.Delay(20);
        Assert.False(process.HasExited, "Training ended before it was asked to.");
        Assert.Equal(0, Kill(process.Id, signal));
        if (!process.WaitForExit(60_000))
            process.Kill();
        Assert.Equal(130, process.ExitCode);
        if (redirection == "")
            Assert.Contains("Interrupted after", await output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", await error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder["run"], "policy.onnx")));
        Assert.True(File.Exists(Path.Combine(folder["run"], "policy.msgpack")));
    }

    [Theory]
    [InlineData("2>/dev/full", 0)]
    [InlineData("2>&-", 0)]
    [InlineData(">/dev/full", 0)]
    [InlineData(">&- 2>&-", 0)]
    public void Train_StandardStreamsThatFail_WritesThePolicyAndExitsAsDocumented(string redirection, int exitCode)
    {
        if (OperatingSystem.IsWindows())
            return; // No such redirections there.
        using var folder = new TemporaryFolder();
        using Process process = Start(
            redirection, "train", "cartpole", "--device", "cpu", "--steps", "200000", "--stop-at", "1", "--out", folder["run"]);
        process.WaitForExit();
        Assert.Equal(exitCode, process.ExitCode);
        Assert.True(File.Exists(Path.Combine(folder["run"], "policy.onnx")));
    }

    [Theory]
    [InlineData("eval nosuch.onnx", "2>/dev/full", 2)]
    [InlineData("eval nosuch.onnx", "2>&-", 2)]
    [InlineData("envs", "2>&-", 0)]
    [InlineData("envs", ">/dev/full", 2)]
    [InlineData("envs --json", ">&-", 2)]
    public void Command_StandardStreamsThatFail_ExitsAsDocumented(string command, string redirection, int exitCode)
    {
        if (OperatingSystem.IsWindows())
            return; // No such redirections there.
        using Process process = Start(redirection, command.Split(' '));
        process.WaitForExit();
        Assert.Equal(exitCode, process.ExitCode);
    }

    // Through a shell, which redirects and then becomes the tool. Jobs in the background of a shell are started with SIGINT ignored, under
    // nohup with SIGHUP; where these tests are one of them, the tool is not to inherit it.
    private static Process Start(string redirection, params string[] args)
    {
        string signals = OperatingSystem.IsLinux() ? "env --default-signal=INT,HUP " : "";
        string tool = Path.Combine(AppContext.BaseDirectory, "gpuac.dll");
        string line = $"exec {signals}dotnet '{tool}' {string.Join(' ', args.Select(argument => $"'{argument}'"))} {redirection}";
        var start = new ProcessStartInfo("/bin/sh", ["-c", line]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
