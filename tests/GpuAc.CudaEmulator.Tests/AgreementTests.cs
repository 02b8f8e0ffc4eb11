namespace GpuAc.CudaEmulator.Tests;

/// <summary>
/// The main algorithms' training on CUDA agrees with the CPU: the tests of GpuAc.Training.Tests, run by gpucheck in a process of its own.
/// </summary>
public class AgreementTests
{
    private static readonly string[] Main =
    [
        "CartPoleWithSeparateTanhNetworks", "OneCartPoleWithASharedBodyAndRmsProp", "ReinforceOverWholeEpisodes", "OneStepActorCritic",
        "SacWithOneEnvironment", "Td3ForIterationsThatRepeatOneAnother", "DiscreteSacWithOddWidths", "QActorCriticOfManyEnvironments",
        "OneWorker_IsA2cBitForBit", "AfterTraining_FreesAllDeviceMemory",
    ];

    [EmulatorFact]
    public void Iterate_MainAlgorithms_AgreeWithTheCpu()
    {
        (int exitCode, string output) = Emulator.RunProgram(
            "gpucheck", Path.GetTempPath(), $"cuda --only {string.Join(',', Main)}");
        Assert.True(exitCode == 0, output);
        Assert.Contains($"cuda: {Main.Length} passed, 0 failed, 0 skipped", output, StringComparison.Ordinal);
    }
}
