namespace ILGPU;

/// <summary>The settings of a context.</summary>
public class ContextProperties
{
    internal ContextProperties()
    {
    }

    /// <summary>True for the checked mode: kernels test every view index, and a fault names kernel, view, index and length.</summary>
    public bool EnableAssertions { get; internal set; }

    /// <summary>How much the device compiler should optimise.</summary>
    public OptimizationLevel OptimizationLevel { get; internal set; } = OptimizationLevel.Release;

    /// <summary>Which called methods become part of the kernel's body.</summary>
    public InliningMode InliningMode { get; internal set; }

    /// <summary>What the device compiler may do to floating-point arithmetic.</summary>
    public MathMode MathMode { get; internal set; }

    /// <summary>What is kept of compiled kernels.</summary>
    public CachingMode CachingMode { get; internal set; }

    /// <summary>True after <see cref="Context.Builder.Profiling"/>: streams may be timed with markers.</summary>
    public bool EnableProfiling { get; internal set; }

    /// <summary>True after <c>EnableAlgorithms</c>.</summary>
    internal bool EnableAlgorithms { get; set; }

    /// <summary>Folder of compiled kernels, or null for the user's cache folder.</summary>
    internal string? CacheFolder { get; set; }

    internal ContextProperties CopyProperties() => new()
    {
        EnableAssertions = EnableAssertions,
        OptimizationLevel = OptimizationLevel,
        InliningMode = InliningMode,
        MathMode = MathMode,
        CachingMode = CachingMode,
        EnableProfiling = EnableProfiling,
        EnableAlgorithms = EnableAlgorithms,
        CacheFolder = CacheFolder,
    };
}
