namespace GpuAc.CudaEmulator.Tests;

/// <summary>A test on the emulated driver; it is skipped, visibly, where there is no g++.</summary>
internal sealed class EmulatorFactAttribute : FactAttribute
{
    public EmulatorFactAttribute() => Skip = Emulator.Absence;
}
