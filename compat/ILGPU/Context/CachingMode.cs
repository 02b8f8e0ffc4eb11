namespace ILGPU;

/// <summary>What is kept of compiled kernels.</summary>
public enum CachingMode
{
    /// <summary>Kernels are kept in memory and on disk.</summary>
    Default,

    /// <summary>Kernels are compiled at every load.</summary>
    NoKernelCaching,

    /// <summary>As Default.</summary>
    NoLaunchCaching,

    /// <summary>Nothing is kept.</summary>
    Disabled,
}
