using System.ComponentModel;
using System.Diagnostics;

namespace GpuAc.Export.Tests.Support;

/// <summary>
/// A test that needs Python's onnx package. Without it: a failure where <c>CI</c> is <c>true</c>, a visible skip elsewhere.
/// </summary>
public sealed class OnnxCheckerFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Python = new(() => ((string[])["python3", "/usr/bin/python3", "python"]).FirstOrDefault(HasOnnx));

    /// <summary>Decides whether to skip.</summary>
    public OnnxCheckerFactAttribute()
    {
        if (FindPython() == null && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "Python's onnx package is missing: install python3-onnx (Debian), or 'pip install onnx'.";
    }

    internal static string? FindPython() => Python.Value;

    private static bool HasOnnx(string python)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(python, ["-c", "import onnx"]) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
