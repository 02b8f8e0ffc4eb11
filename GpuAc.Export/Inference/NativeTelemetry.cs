using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace GpuAc.Export.Inference;

/// <summary>
/// Keeps ONNX Runtime from reporting to its maker. Its official builds do so by default, on Linux and macOS too: they keep a device
/// identifier and a database of events in the user's cache folder, and upload them from a thread of their own.
/// </summary>
internal static partial class NativeTelemetry
{
    /// <summary>The variable that turns all of it off. The native library reads it once, when its environment is created.</summary>
    internal const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Turns telemetry off for the whole process. Only an environment that is created after this obeys.</summary>
    internal static void DisableBeforeStart()
    {
        // On Unix, .NET keeps the variables that it sets to itself, so native code would not see this one.
        Environment.SetEnvironmentVariable(Variable, "1");
        if (!OperatingSystem.IsWindows() && SetNativeVariable(Variable, "1", overwrite: 1) != 0)
            throw new InvalidOperationException($"The environment variable {Variable} cannot be set.");
    }

    /// <summary>Turns off what can still be turned off in an environment that the program created itself.</summary>
    internal static void DisableAfterStart() => OrtEnv.Instance().DisableTelemetryEvents();

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNativeVariable(string name, string value, int overwrite);
}
