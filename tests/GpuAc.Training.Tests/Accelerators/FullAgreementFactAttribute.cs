using GpuAc.Kernels.Plans;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>
/// A test that takes minutes on ILGPU's CPU accelerator, where each GPU thread is an operating-system thread: it runs there when asked for,
/// and always on a faster device.
/// </summary>
public sealed class FullAgreementFactAttribute : FactAttribute
{
    public FullAgreementFactAttribute()
    {
        if (FullAgreement.IsLeftOut)
            Skip = FullAgreement.Reason;
    }
}

/// <summary>The same for a test with cases.</summary>
public sealed class FullAgreementTheoryAttribute : TheoryAttribute
{
    public FullAgreementTheoryAttribute()
    {
        if (FullAgreement.IsLeftOut)
            Skip = FullAgreement.Reason;
    }
}

/// <summary>When the whole agreement suite runs.</summary>
internal static class FullAgreement
{
    private const string Variable = "GPUAC_AGREEMENT";

    public static bool IsLeftOut =>
        PresentDevices.All is [DeviceKind.IlgpuCpu] && Environment.GetEnvironmentVariable(Variable) != "all";

    public static string Reason => $"Part of the whole agreement suite, which {Variable}=all runs; takes minutes on ilgpu-cpu.";
}
