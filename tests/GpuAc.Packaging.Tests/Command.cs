using System.Diagnostics;

namespace GpuAc.Packaging.Tests;

/// <summary>Runs a program and keeps what it printed.</summary>
internal sealed record Command(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its command line.</param>
    public static Command Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // No process of the build outlives the test, and no variable of the test's own host reaches it.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        foreach (string name in (string[])["MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath"])
            start.Environment.Remove(name);
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Command(process.ExitCode, output, error.Result);
    }

    /// <summary>Runs a program that has to succeed.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its command line.</param>
    /// <returns>What it printed on standard output.</returns>
    public static string Succeed(string folder, string program, params string[] arguments)
    {
        Command run = Run(folder, program, arguments);
        Assert.True(run.ExitCode == 0, $"'{program} {string.Join(' ', arguments)}' ended with {run.ExitCode}:\n{run.Output}{run.Error}");
        return run.Output;
    }
}
