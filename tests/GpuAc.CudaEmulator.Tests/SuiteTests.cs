namespace GpuAc.CudaEmulator.Tests;

/// <summary>The program that checks machines with a GPU, and the tool, on the emulated driver.</summary>
public sealed class SuiteTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cuda").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [EmulatorFact]
    public void Suite_OnCuda_Passes() => Passes("gpucheck.dll", "suite --require-cuda", "0 failed");

    [EmulatorFact]
    public void Training_OnCuda_AgreesWithTheCpu() =>
        Passes("gpucheck.dll", "training --require-cuda --only SquashedPendulum,SacWithOne", "0 failed");

    [EmulatorFact]
    public void Devices_OfTheTool_HasTheGpu() => Passes("gpuac.dll", "devices", "Emulated CUDA device");

    [EmulatorFact]
    public void Train_WithTheTool_ExportsAPolicy()
    {
        const int NotSolved = 1;
        (int exitCode, string output) = Emulator.Run("gpuac.dll", folder, "train cartpole --device cuda --steps 4096 --out run");
        Assert.True(exitCode is 0 or NotSolved, output);
        Assert.True(File.Exists(Path.Combine(folder, "run", "policy.onnx")), output);
    }

    [EmulatorFact]
    public void Train_WhereTheDeviceIsLost_EndsWithItsOwnCodeAndExportsWhatWasLearnt()
    {
        const int DeviceFailure = 3;
        string train = "train cartpole --device cuda --steps 100000 --out run";
        (int exitCode, string output) = Emulator.Run("gpuac.dll", folder, train, faultAt: 200);
        Assert.True(exitCode == DeviceFailure, $"{exitCode}: {output}");
        Assert.Contains("CUDA_ERROR_LAUNCH_FAILED", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "run", "policy.onnx")), output);
    }

    private void Passes(string program, string arguments, string printed)
    {
        (int exitCode, string output) = Emulator.Run(program, folder, arguments);
        Assert.True(exitCode == 0, $"{program} {arguments} ended with {exitCode}:\n{output}");
        Assert.Contains(printed, output, StringComparison.Ordinal);
    }
}
