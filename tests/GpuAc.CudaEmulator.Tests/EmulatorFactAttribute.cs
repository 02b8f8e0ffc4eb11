namespace GpuAc.CudaEmulator.Tests;

/// <summary>
/// A test on the emulated driver. Where there is no g++ it is skipped, visibly, but fails where the variable <c>CI</c> is <c>true</c>.
/// </summary>
internal sealed class EmulatorFactAttribute : FactAttribute
{
    public EmulatorFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true")
            Skip = Emulator.Absence;
    }
}
