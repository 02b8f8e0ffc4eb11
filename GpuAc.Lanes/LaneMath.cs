namespace GpuAc.Lanes;

/// <summary>Elementary functions over lanes; each states its largest error, and a test holds it to that at every lane width.</summary>
/// <remarks>
/// "ulp" is the distance between neighbouring float32 values at the true result, computed in <c>double</c>. Polynomials and rationals
/// are minimax fits in the relative error, with the coefficients rounded to float32; their own error is well below half an ulp, what
/// is stated is mostly rounding. <see cref="Lane1"/> rounds a·b + c twice and may differ from the wider lanes within the same bound.
/// </remarks>
public static partial class LaneMath
{
}
