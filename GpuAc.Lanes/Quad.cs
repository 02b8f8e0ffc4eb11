namespace GpuAc.Lanes;

/// <summary>Four lane registers: one block of a Philox-4x32 draw.</summary>
/// <typeparam name="F">Lane type.</typeparam>
public struct Quad<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>First to fourth word.</summary>
    public F A, B, C, D;
}
