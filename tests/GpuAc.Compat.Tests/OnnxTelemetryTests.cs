using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace GpuAc.Compat.Tests;

public partial class OnnxTelemetryTests
{
    [Fact]
    public void NativeLibrary_OnceItsApiIsLoaded_IsToldToSendNoTelemetry()
    {
        RuntimeHelpers.RunModuleConstructor(typeof(OrtEnv).Module.ModuleHandle);
        if (OperatingSystem.IsWindows())
            return; // Environment variables set by .NET reach native code there.
        Assert.Equal("1", Marshal.PtrToStringUTF8(GetNativeVariable("ORT_DISABLE_TELEMETRY")));
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetNativeVariable(string name);
}
