namespace GpuAc.Kernels.Lanes;

/// <summary>Elementary functions over lanes; each states its largest error.</summary>
public static partial class LaneMath
{
}
