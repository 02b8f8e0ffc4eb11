using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuAc.Kernels.Lanes;

/// <summary>32-bit words in one <see cref="Vector512{T}"/>.</summary>
internal readonly struct BitLane16(Vector512<uint> value) : IBitLane<BitLane16>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public readonly Vector512<uint> Value = value;

    [MethodImpl(Inline)]
    public static BitLane16 Of(uint value) => new(Vector512.Create(value));

    [MethodImpl(Inline)]
    public static BitLane16 Xor(BitLane16 a, BitLane16 b, BitLane16 c) => new(a.Value ^ b.Value ^ c.Value);

    [MethodImpl(Inline)]
    public static BitLane16 Multiply(BitLane16 value, BitLane16 factor, out BitLane16 high)
    {
        // The widening multiplication reads the even words only: one product for them, one for the odd words moved down.
        var even = MultiplyEven(value.Value, factor.Value);
        var odd = MultiplyEven((value.Value.AsUInt64() >>> 32).AsUInt32(), factor.Value);
        var lowMask = Vector512.Create(0xFFFF_FFFFul);
        high = new(Vector512.ConditionalSelect(lowMask, even >>> 32, odd).AsUInt32());
        return new(Vector512.ConditionalSelect(lowMask, even, odd << 32).AsUInt32());
    }

    [MethodImpl(Inline)]
    private static Vector512<ulong> MultiplyEven(Vector512<uint> left, Vector512<uint> right)
    {
        if (Avx512F.IsSupported)
            return Avx512F.Multiply(left, right);
        var mask = Vector512.Create(0xFFFF_FFFFul);
        return (left.AsUInt64() & mask) * (right.AsUInt64() & mask);
    }
}
