using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GpuAc.CudaEmulator.Tests;

/// <summary>The emulated driver and compiler: built once for each state of their sources, kept beside the tests.</summary>
internal static class Emulator
{
    private static readonly string Sources = Path.Combine(AppContext.BaseDirectory, "CudaEmulator");

    private static readonly Lazy<string> Built = new(Build);

    /// <summary>Why it cannot be built here, or null.</summary>
    public static string? Absence { get; } = FindAbsence();

    /// <summary>Folder of libcuda.so.1 and libnvrtc.so.12.</summary>
    /// <exception cref="InvalidOperationException">They do not compile.</exception>
    public static string Folder => Built.Value;

    /// <summary>Runs a program of ours with the emulated driver, no OpenCL, and a kernel cache of its own.</summary>
    /// <param name="program">Its library beside the tests, such as gpucheck.dll.</param>
    /// <param name="cache">Folder of the kernel cache, and of what the program writes.</param>
    /// <param name="arguments">Its command line, with blanks between.</param>
    /// <param name="faultAt">Number of the launch that loses the device, or null.</param>
    /// <returns>Exit code, and everything it printed.</returns>
    public static (int ExitCode, string Output) Run(string program, string cache, string arguments, int? faultAt = null)
    {
        ProcessStartInfo start = new("dotnet", $"exec {Path.Combine(AppContext.BaseDirectory, program)} {arguments}");
        start.Environment["LD_LIBRARY_PATH"] = Folder;
        start.Environment["OCL_ICD_VENDORS"] = Path.Combine(cache, "none");
        start.Environment["XDG_CACHE_HOME"] = cache;
        start.Environment["ILGPU_FUZZ_KERNELS"] = "10";
        start.Environment.Remove("ILGPU_TEST_TARGETS");
        if (faultAt is { } launch)
            start.Environment["CUDA_EMULATOR_FAULT_AT"] = launch.ToString(CultureInfo.InvariantCulture);
        start.WorkingDirectory = cache;
        return Run(start);
    }

    private static string Build()
    {
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
            : "There is no g++, which compiles the CUDA emulator and the kernels that it runs.";
    }
}
