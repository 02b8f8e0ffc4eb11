namespace GpuAc.Kernels.Plans;

/// <summary>What training runs on.</summary>
public record EngineOptions
{
    /// <summary>
    /// What training runs on, or null for the best device of the machine: CUDA, then OpenCL, then the CPU. Results agree between devices
    /// within rounding.
    /// </summary>
    public DeviceKind? Device { get; init; }

    /// <summary>
    /// Worker threads, at least 1, or null for one per core. Results do not depend on it, except where each one is a
    /// worker of its own, as in A3C.
    /// </summary>
    public int? Threads { get; init; }

    /// <summary>
    /// Lanes of a register, 1, 4, 8 or 16, or null for the machine's widest. Results agree between widths within rounding.
    /// </summary>
    public int? LaneWidth { get; init; }

    /// <summary>
    /// What comes between the sum of a gradient and its use, or null for nothing. On CPU cores alone, and not for asynchronous algorithms.
    /// </summary>
    public IGradientExchange? GradientExchange { get; init; }

    /// <summary>Every fault found; empty when valid.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (Device is { } device && !Enum.IsDefined(device))
            faults.Add($"'device' {KnownValues.Rule<DeviceKind>()}, or null for the best of the machine, but is {device}.");
        if (Threads is < 1 or > 1024)
            faults.Add($"'threads' must be between 1 and 1024, but is {Threads}.");
        return faults;
    }
}
