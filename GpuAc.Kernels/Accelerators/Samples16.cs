using System.Runtime.CompilerServices;
using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <summary>Sixteen samples of one row of a tile, in the registers of one thread.</summary>
/// <remarks>Named fields rather than an array: device compilers keep them in registers whatever they make of the loops around.</remarks>
internal struct Samples16
{
    /// <summary>Four chunks of four samples; chunks of neighbouring threads are neighbours, which
    /// shared memory delivers without conflicts.</summary>
    public Float4 A, B, C, D;

    /// <summary>Reads four chunks, <paramref name="distance"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Samples16 Load(ArrayView<Float4> tile, int first, int distance) => new()
    {
        A = tile[first],
        B = tile[first + distance],
        C = tile[first + (2 * distance)],
        D = tile[first + (3 * distance)],
    };

    /// <summary>Writes four chunks, <paramref name="distance"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ArrayView<Float4> tile, int first, int distance, Samples16 value)
    {
        tile[first] = value.A;
        tile[first + distance] = value.B;
        tile[first + (2 * distance)] = value.C;
        tile[first + (3 * distance)] = value.D;
    }

    /// <summary>a · b + c with one factor for all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Samples16 MultiplyAdd(float a, Samples16 b, Samples16 c) => new()
    {
        A = Float4.MultiplyAdd(a, b.A, c.A),
        B = Float4.MultiplyAdd(a, b.B, c.B),
        C = Float4.MultiplyAdd(a, b.C, c.C),
        D = Float4.MultiplyAdd(a, b.D, c.D),
    };

    /// <summary>a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Samples16 operator +(Samples16 a, Samples16 b) => new() { A = a.A + b.A, B = a.B + b.B, C = a.C + b.C, D = a.D + b.D };

    /// <summary>The same value sixteen times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Samples16 Of(float value)
    {
        Float4 four = Float4.Of(value);
        return new() { A = four, B = four, C = four, D = four };
    }
}
