using System.Runtime.CompilerServices;

namespace GpuAc.Compat.Ilgpu.Tests.Fuzzing;

/// <summary>
/// Minimum and maximum as generated functions call them. Called directly with a constant zero, .NET 10's compiler gets the sign of the
/// result wrong (dotnet/runtime#130831: Math.Min(-0.0, 0.0) is 0), and a device that gets it right would look wrong; behind a call it sees
/// no constant.
/// </summary>
public static class FuzzMath
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float Min(float a, float b) => Math.Min(a, b);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float Max(float a, float b) => Math.Max(a, b);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double Min(double a, double b) => Math.Min(a, b);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double Max(double a, double b) => Math.Max(a, b);
}
