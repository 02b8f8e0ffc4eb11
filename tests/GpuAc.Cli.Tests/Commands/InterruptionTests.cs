using System.Diagnostics;
using System.Runtime.InteropServices;
using GpuAc.Cli.Tests.Support;

namespace GpuAc.Cli.Tests.Commands;

public partial class InterruptionTests
{
    private const int Interrupt = 2;

    [Fact]
    public void Train_Interrupted_ExportsWhatThereIsAndExitsWith130()
    {
        if (OperatingSystem.IsWindows())
            return; // No SIGINT to send there; the handler itself is the runtime's.
        using var folder = new TemporaryFolder();
        string tool = Path.Combine(AppContext.BaseDirectory, "gpuac.dll");
        var start = new ProcessStartInfo(
            "dotnet", [tool, "train", "acrobot", "--steps", "1000000000", "--stop-at", "0", "--out", folder["run"]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string metrics = Path.Combine(folder["run"], "metrics.csv");
        // The second line of progress shows that training is under way.
        Assert.NotNull(process.StandardError.ReadLine());
        Assert.Equal(0, Kill(process.Id, Interrupt));
        Assert.True(process.WaitForExit(60_000));
        Assert.Equal(130, process.ExitCode);
        Assert.True(new FileInfo(metrics).Length > 0);
        Assert.True(File.Exists(Path.Combine(folder["run"], "policy.onnx")));
        Assert.True(File.Exists(Path.Combine(folder["run"], "policy.msgpack")));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
