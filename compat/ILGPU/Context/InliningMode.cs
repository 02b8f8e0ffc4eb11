namespace ILGPU;

/// <summary>Which called methods become part of the kernel's body.</summary>
public enum InliningMode
{
    /// <summary>All but those marked NoInlining.</summary>
    Default,

    /// <summary>All.</summary>
    Aggressive,

    /// <summary>As the device compiler likes.</summary>
    Conservative,

    /// <summary>None.</summary>
    Disabled,
}
