namespace ILGPU;

/// <summary>What the device compiler may do to floating-point arithmetic.</summary>
public enum MathMode
{
    /// <summary>IEEE arithmetic: every operation rounded on its own, as in C#.</summary>
    Default,

    /// <summary>Contraction to fused multiply-add, and the device's approximate functions.</summary>
    Fast,

    /// <summary>As Fast, for 32-bit operations.</summary>
    Fast32BitOnly,
}
