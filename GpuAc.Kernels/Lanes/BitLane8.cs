using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuAc.Kernels.Lanes;

/// <summary>32-bit words in one <see cref="Vector256{T}"/>.</summary>
internal readonly struct BitLane8(Vector256<uint> value) : IBitLane<BitLane8>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public readonly Vector256<uint> Value = value;

    [MethodImpl(Inline)]
    public static BitLane8 Of(uint value) => new(Vector256.Create(value));

    [MethodImpl(Inline)]
    public static BitLane8 Xor(BitLane8 a, BitLane8 b, BitLane8 c) => new(a.Value ^ b.Value ^ c.Value);

    [MethodImpl(Inline)]
    public static BitLane8 Multiply(BitLane8 value, BitLane8 factor, out BitLane8 high)
    {
        // The widening multiplication reads the even words only: one product for them, one for the odd words moved down.
        var even = MultiplyEven(value.Value, factor.Value);
        var odd = MultiplyEven((value.Value.AsUInt64() >>> 32).AsUInt32(), factor.Value);
        var lowMask = Vector256.Create(0xFFFF_FFFFul);
        high = new(Vector256.ConditionalSelect(lowMask, even >>> 32, odd).AsUInt32());
        return new(Vector256.ConditionalSelect(lowMask, even, odd << 32).AsUInt32());
    }

    [MethodImpl(Inline)]
    private static Vector256<ulong> MultiplyEven(Vector256<uint> left, Vector256<uint> right)
    {
        if (Avx2.IsSupported)
            return Avx2.Multiply(left, right);
        var mask = Vector256.Create(0xFFFF_FFFFul);
        return (left.AsUInt64() & mask) * (right.AsUInt64() & mask);
    }
}
