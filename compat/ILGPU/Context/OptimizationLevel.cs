namespace ILGPU;

/// <summary>How much the device compiler should optimise.</summary>
public enum OptimizationLevel
{
    /// <summary>Not at all.</summary>
    Debug = 0,

    /// <summary>Not at all.</summary>
    O0 = 0,

    /// <summary>The usual amount.</summary>
    Release = 1,

    /// <summary>The usual amount.</summary>
    O1 = 1,

    /// <summary>As much as it can.</summary>
    O2 = 2,
}
