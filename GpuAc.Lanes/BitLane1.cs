using System.Runtime.CompilerServices;

namespace GpuAc.Lanes;

/// <summary>One 32-bit word.</summary>
public readonly struct BitLane1(uint value) : IBitLane<BitLane1>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The word.</summary>
    public readonly uint Value = value;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static BitLane1 Of(uint value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static BitLane1 Xor(BitLane1 a, BitLane1 b, BitLane1 c) => new(a.Value ^ b.Value ^ c.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static BitLane1 Multiply(BitLane1 value, BitLane1 factor, out BitLane1 high)
    {
        var product = (ulong)value.Value * factor.Value;
        high = new((uint)(product >> 32));
        return new((uint)product);
    }
}
