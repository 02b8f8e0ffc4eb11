using System.Diagnostics;

namespace GpuAc.Samples.Tests;

/// <summary>A test that needs Python's onnxruntime, which Debian does not have: a visible skip without it.</summary>
internal sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute()
    {
        if (!CanImport())
            Skip = "Python's onnxruntime is missing: 'pip install onnxruntime'.";
    }

    private static bool CanImport()
    {
        try
        {
            using Process python = Process.Start(
                new ProcessStartInfo("python3", ["-c", "import numpy, onnxruntime"]) { RedirectStandardError = true })!;
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
