using System.Runtime.CompilerServices;

namespace GpuAc.Lanes;

/// <summary>
/// The counter-based generator Philox-4x32-10: four random words that are a pure function of a 128-bit counter and a 64-bit key.
/// </summary>
/// <remarks>
/// J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. GpuAc's counter is
/// (environment, low word of the step, high word of the step, purpose · 2^24 + block); the key is the low and the high word of the
/// seed. A draw therefore depends on nothing else: not on lane width, thread, device or order.
/// </remarks>
public static class Philox
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Distance between neighbouring uniform values: 2^−24.</summary>
    internal const float UniformUnit = 1f / (1 << 24);

    /// <summary>Most draws per environment and step, in groups of four: the block is 24 bits of the counter.</summary>
    internal const uint MaxBlocks = 1u << 24;

    /// <summary>Four random words for one counter.</summary>
    /// <param name="key">Seed and purpose.</param>
    /// <param name="environment">First counter: the index of the environment, weight or sample.</param>
    /// <param name="step">Second counter, 64 bits.</param>
    /// <param name="block">Which group of four at this step, below 2^24.</param>
    public static (uint A, uint B, uint C, uint D) Block(RandomKey key, uint environment, ulong step, uint block)
    {
        Draw(key, new BitLane1(environment), step, block, out var a, out var b, out var c, out var d);
        return (a.Value, b.Value, c.Value, d.Value);
    }

    /// <summary>A random word as a float in [0, 1): its upper 24 bits times 2^−24.</summary>
    [MethodImpl(Inline)]
    public static float ToUniform(uint bits) => (int)(bits >> 8) * UniformUnit;

    /// <summary>Four random words per lane, keyed as the class says.</summary>
    [MethodImpl(Inline)]
    internal static void Draw<U>(RandomKey key, U environment, ulong step, uint block, out U a, out U b, out U c, out U d)
        where U : struct, IBitLane<U>
    {
        a = environment;
        b = U.Of((uint)step);
        c = U.Of((uint)(step >> 32));
        d = U.Of(((uint)key.Purpose << 24) | block);
        TenRounds((uint)key.Seed, (uint)(key.Seed >> 32), ref a, ref b, ref c, ref d);
    }

    /// <summary>The bijection itself: replaces the counter by the random words.</summary>
    [MethodImpl(Inline)]
    internal static void TenRounds<U>(uint key0, uint key1, ref U a, ref U b, ref U c, ref U d)
        where U : struct, IBitLane<U>
    {
        // Weyl sequences: the golden ratio and √3 − 1, in 32 bits.
        const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
        Round(key0, key1, ref a, ref b, ref c, ref d);
        Round(key0 + Weyl0, key1 + Weyl1, ref a, ref b, ref c, ref d);
        Round(key0 + unchecked(Weyl0 * 2), key1 + unchecked(Weyl1 * 2), ref a, ref b, ref c, ref d);
        Round(key0 + unchecked(Weyl0 * 3), key1 + unchecked(Weyl1 * 3), ref a, ref b, ref c, ref d);
        Round(key0 + unchecked(Weyl0 * 4), key1 + unchecked(Weyl1 * 4), ref a, ref b, ref c, ref d);
        Round(key0 + unchecked(Weyl0 * 5), key1 + unchecked(Weyl1 * 5), ref a, ref b, ref c, ref d);
        Round(key0 + unchecked(Weyl0 * 6), key1 + unchecked(Weyl1 * 6), ref a, ref b, ref c, ref d);
        Round(key0 + unchecked(Weyl0 * 7), key1 + unchecked(Weyl1 * 7), ref a, ref b, ref c, ref d);
        Round(key0 + unchecked(Weyl0 * 8), key1 + unchecked(Weyl1 * 8), ref a, ref b, ref c, ref d);
        Round(key0 + unchecked(Weyl0 * 9), key1 + unchecked(Weyl1 * 9), ref a, ref b, ref c, ref d);
    }

    [MethodImpl(Inline)]
    private static void Round<U>(uint key0, uint key1, ref U a, ref U b, ref U c, ref U d)
        where U : struct, IBitLane<U>
    {
        var low0 = U.Multiply(a, U.Of(0xD2511F53), out var high0);
        var low1 = U.Multiply(c, U.Of(0xCD9E8D57), out var high1);
        a = U.Xor(high1, b, U.Of(key0));
        b = low1;
        c = U.Xor(high0, d, U.Of(key1));
        d = low0;
    }
}
