using System.Runtime.InteropServices;
using GpuAc.Export.Inference;
using GpuAc.Export.Tests.Support;

namespace GpuAc.Export.Tests.Inference;

/// <summary>All tests here reach ONNX Runtime through the library, so the first session of the process was one of ours.</summary>
public sealed partial class NativeTelemetryTests
{
    [Fact]
    public void Load_FirstSession_NativeLibraryIsToldToSendNoTelemetry()
    {
        using OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(TestPolicies.CartPole()));
        Assert.Equal("1", Environment.GetEnvironmentVariable(NativeTelemetry.Variable));
        if (!OperatingSystem.IsWindows())
            Assert.Equal("1", Marshal.PtrToStringUTF8(GetNativeVariable(NativeTelemetry.Variable)));
    }

    [Fact]
    public void Load_FirstSession_OpensNoDatabaseOfEvents()
    {
        using OnnxPolicy policy = OnnxPolicy.Load(OnnxExporter.ToBytes(TestPolicies.CartPole()));
        if (OperatingSystem.IsLinux())
        {
            // A descriptor may be closed by another thread before its link is read.
            string[] open = [.. new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Select(link => link.LinkTarget ?? "")];
            Assert.Contains(open, path => path.Contains('/', StringComparison.Ordinal));
            Assert.DoesNotContain(open, path => path.Contains("onnxruntime.db", StringComparison.Ordinal));
        }
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetNativeVariable(string name);
}
