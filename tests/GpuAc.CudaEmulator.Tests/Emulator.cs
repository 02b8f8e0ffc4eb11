using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace GpuAc.CudaEmulator.Tests;

/// <summary>The emulated driver: built once for each state of its sources, kept next to the tests with the kernels it compiles.</summary>
internal static partial class Emulator
{
    private static readonly string Sources = Path.Combine(AppContext.BaseDirectory, "CudaEmulator");

    private static readonly string Kernels = Path.Combine(AppContext.BaseDirectory, "cuda-emulator-kernels");

    private static readonly Lazy<string> Built = new(Build);

    private static readonly Lazy<bool> Loaded = new(LoadIntoProcess);

    /// <summary>Why it cannot be built here, or null.</summary>
    public static string? Absence { get; } = FindAbsence();

    /// <summary>Makes the driver that ILGPU finds in this process the emulated one.</summary>
    /// <exception cref="InvalidOperationException">It does not compile.</exception>
    public static void Load() => _ = Loaded.Value;

    /// <summary>Runs the tool with the emulated driver.</summary>
    /// <param name="folder">Its working directory.</param>
    /// <param name="arguments">Its command line, with blanks between.</param>
    /// <param name="faultAt">Number of the launch that loses the device, or null.</param>
    /// <returns>Exit code, and everything it printed.</returns>
    public static (int ExitCode, string Output) RunTool(string folder, string arguments, int? faultAt = null) =>
        RunProgram("gpuac", folder, arguments, faultAt);

    /// <summary>Runs a program of this project with the emulated driver.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="folder">Its working directory.</param>
    /// <param name="arguments">Its command line, with blanks between.</param>
    /// <param name="faultAt">Number of the launch that loses the device, or null.</param>
    /// <returns>Exit code, and everything it printed.</returns>
    public static (int ExitCode, string Output) RunProgram(string program, string folder, string arguments, int? faultAt = null)
    {
        ProcessStartInfo start = new("dotnet", $"exec {Path.Combine(AppContext.BaseDirectory, $"{program}.dll")} {arguments}");
        start.Environment["LD_LIBRARY_PATH"] = Built.Value;
        start.Environment["CUDA_EMULATOR_CACHE"] = Kernels;
        start.Environment["XDG_CACHE_HOME"] = folder;
        start.Environment["OCL_ICD_VENDORS"] = Path.Combine(folder, "none");
        if (faultAt is { } launch)
            start.Environment["CUDA_EMULATOR_FAULT_AT"] = launch.ToString(CultureInfo.InvariantCulture);
        start.WorkingDirectory = folder;
        return Run(start);
    }

    private static bool LoadIntoProcess()
    {
        // .NET has an environment of its own, which the driver does not see.
        if (SetEnvironment("CUDA_EMULATOR_CACHE", Kernels, 1) != 0)
            throw new InvalidOperationException("The environment cannot be changed.");

        // The loader knows libraries by their names within, so once these are here, whoever asks for one of the names gets them.
        foreach (string name in new[] { "libcuda.so.1", "libcuda.so" })
            NativeLibrary.Load(Path.Combine(Built.Value, name));
        return true;
    }

    private static string Build()
    {
        if (Absence != null)
            throw new InvalidOperationException(Absence);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Directory.GetFiles(Sources, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            hash.AppendData(File.ReadAllBytes(file));
        string folder = Path.Combine(AppContext.BaseDirectory, "cuda-emulator-" + Convert.ToHexStringLower(hash.GetHashAndReset())[..16]);
        if (Directory.Exists(folder))
            return folder;
        string unfinished = Path.Combine(AppContext.BaseDirectory, Path.GetRandomFileName());
        (int exitCode, string output) = Run(new ProcessStartInfo("bash", $"{Path.Combine(Sources, "build.sh")} {unfinished}"));
        if (exitCode != 0)
            throw new InvalidOperationException($"The CUDA emulator does not compile:\n{output}");
        Directory.Move(unfinished, folder);
        return folder;
    }

    private static (int ExitCode, string Output) Run(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using Process process = new() { StartInfo = start };
        StringBuilder output = new();
        void Take(object? sender, DataReceivedEventArgs line)
        {
            lock (output)
                output.AppendLine(line.Data);
        }

        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return (process.ExitCode, output.ToString());
    }

    private static string? FindAbsence()
    {
        if (!OperatingSystem.IsLinux())
            return "The CUDA emulator is for Linux.";
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        return folders.Any(folder => File.Exists(Path.Combine(folder, "g++")))
            ? null
            : "There is no g++ (Debian's package is g++), which compiles the CUDA emulator and the kernels that it runs.";
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
