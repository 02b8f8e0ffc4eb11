using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuAc.Kernels.Lanes;

/// <summary>32-bit words in one <see cref="Vector128{T}"/>.</summary>
internal readonly struct BitLane4(Vector128<uint> value) : IBitLane<BitLane4>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public readonly Vector128<uint> Value = value;

    [MethodImpl(Inline)]
    public static BitLane4 Of(uint value) => new(Vector128.Create(value));

    [MethodImpl(Inline)]
    public static BitLane4 Xor(BitLane4 a, BitLane4 b, BitLane4 c) => new(a.Value ^ b.Value ^ c.Value);

    [MethodImpl(Inline)]
    public static BitLane4 Multiply(BitLane4 value, BitLane4 factor, out BitLane4 high)
    {
        // The widening multiplication reads the even words only: one product for them, one for the odd words moved down.
        var even = MultiplyEven(value.Value, factor.Value);
        var odd = MultiplyEven((value.Value.AsUInt64() >>> 32).AsUInt32(), factor.Value);
        var lowMask = Vector128.Create(0xFFFF_FFFFul);
        high = new(Vector128.ConditionalSelect(lowMask, even >>> 32, odd).AsUInt32());
        return new(Vector128.ConditionalSelect(lowMask, even, odd << 32).AsUInt32());
    }

    [MethodImpl(Inline)]
    private static Vector128<ulong> MultiplyEven(Vector128<uint> left, Vector128<uint> right)
    {
        if (Sse2.IsSupported)
            return Sse2.Multiply(left, right);
        var mask = Vector128.Create(0xFFFF_FFFFul);
        return (left.AsUInt64() & mask) * (right.AsUInt64() & mask);
    }
}
