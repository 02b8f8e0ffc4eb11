namespace GpuAc.Lanes;

/// <summary>The few integer operations that Philox needs, one 32-bit word per lane.</summary>
/// <typeparam name="U">The implementing type itself.</typeparam>
public interface IBitLane<U>
    where U : struct, IBitLane<U>
{
    /// <summary>The same word in every lane.</summary>
    static abstract U Of(uint value);

    /// <summary>a ⊕ b ⊕ c.</summary>
    static abstract U Xor(U a, U b, U c);

    /// <summary>Low word of the 64-bit products of a lane with a constant; <paramref name="high"/> is the high word.</summary>
    static abstract U Multiply(U value, U factor, out U high);
}
