namespace GpuAc.CudaEmulator.Tests;

/// <summary>The tool, as a program of its own, on the emulated driver.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cuda").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [EmulatorFact]
    public void Devices_OfTheTool_HasTheGpu()
    {
        (int exitCode, string output) = Emulator.RunTool(folder, "devices");
        Assert.True(exitCode == 0, output);
        Assert.Contains("Emulated CUDA device", output, StringComparison.Ordinal);
    }

    [EmulatorFact]
    public void Train_WithTheTool_ExportsAPolicy()
    {
        const int NotSolved = 1;
        (int exitCode, string output) = Emulator.RunTool(folder, "train cartpole --device cuda --steps 4096 --out run");
        Assert.True(exitCode is 0 or NotSolved, output);
        Assert.True(File.Exists(Path.Combine(folder, "run", "policy.onnx")), output);
    }

    [EmulatorFact]
    public void Train_WhereTheDeviceIsLost_EndsWithItsOwnCodeAndExportsWhatWasLearnt()
    {
        const int DeviceFailure = 3;
        string train = "train cartpole --device cuda --steps 100000 --out run";
        (int exitCode, string output) = Emulator.RunTool(folder, train, faultAt: 200);
        Assert.True(exitCode == DeviceFailure, $"{exitCode}: {output}");
        Assert.Contains("unspecified launch failure", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "run", "policy.onnx")), output);
    }
}
