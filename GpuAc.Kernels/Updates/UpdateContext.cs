namespace GpuAc.Kernels.Updates;

/// <summary>
/// What tells one update of a run from another: whatever its elementwise steps need beyond samples and coefficients. Plain, so that kernels
/// can take it.
/// </summary>
public struct UpdateContext
{
    /// <summary>Seed of the run.</summary>
    public ulong Seed;

    /// <summary>Number of the update, from 1; keys its draws.</summary>
    public ulong Update;

    /// <summary>α; 0 for algorithms without.</summary>
    public float Temperature;
}
