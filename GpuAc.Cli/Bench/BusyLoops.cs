using System.CommandLine;
using System.Diagnostics;
using GpuAc.Cli.Output;

namespace GpuAc.Cli.Bench;

/// <summary>Load for benchmarks: child processes, one busy loop each, until disposed or until this process ends.</summary>
internal sealed class BusyLoops : IDisposable
{
    private const string Name = "loop";
    private readonly List<Process> processes = [];

    /// <summary>Starts them and waits until all are at it.</summary>
    /// <param name="count">Processes; at least 0.</param>
    public BusyLoops(int count)
    {
        try
        {
            for (int i = 0; i < count; i++)
                processes.Add(Process.Start(Self())!);
            foreach (Process process in processes)
            {
                if (process.StandardOutput.ReadLine() == null)
                    throw new GpuAcException("A busy loop ended before it began; `gpuac bench busy` starts `gpuac` itself for its load.");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The hidden command that is one of them: loops until its standard input ends.</summary>
    public static Command Create(TextWriter output)
    {
        var command = new Command(Name, "A busy loop, until standard input ends.") { Hidden = true };
        command.SetAction(_ =>
        {
            bool ended = false;
            var watch = new Thread(() =>
            {
                while (Console.In.Read() >= 0)
                {
                }

                Volatile.Write(ref ended, true);
            })
            { IsBackground = true };
            watch.Start();
            output.WriteLine("looping");
            output.Flush();
            while (!Volatile.Read(ref ended))
            {
            }

            return ExitCode.Ok;
        });
        return command;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Process process in processes)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }

        processes.Clear();
    }

    private static ProcessStartInfo Self()
    {
        // The tool's own executable, or the .NET host and the tool's assembly.
        string program = Environment.ProcessPath ?? "gpuac";
        string assembly = Path.Combine(AppContext.BaseDirectory, "gpuac.dll");
        string[] self = Path.GetFileNameWithoutExtension(program) == "gpuac" ? [] : [assembly];
        return new ProcessStartInfo(program, [.. self, "bench", Name]) { RedirectStandardInput = true, RedirectStandardOutput = true };
    }
}
