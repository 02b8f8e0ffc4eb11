using GpuAc.Lanes;

namespace GpuAc.Kernels.Layouts;

/// <summary>Random orders.</summary>
internal static class Permutation
{
    /// <summary>
    /// Shuffles in place; every order is equally likely up to the 24 bits of a draw. Fisher and Yates; Durstenfeld (1964).
    /// </summary>
    /// <param name="order">What to shuffle.</param>
    /// <param name="key">Seed and purpose.</param>
    /// <param name="index">Which shuffle of this key it is.</param>
    public static void Shuffle(Span<int> order, RandomKey key, ulong index)
    {
        Quad<Lane1> draws = default;
        for (int i = order.Length - 1; i > 0; i--)
        {
            if ((i & 3) == 3 || i == order.Length - 1)
                draws = Lane1.Uniform4(key, (uint)(i >> 2), index, 0);
            float uniform = (i & 3) switch { 3 => draws.A.Value, 2 => draws.B.Value, 1 => draws.C.Value, _ => draws.D.Value };
            int other = (int)(uniform * (double)(i + 1));
            (order[i], order[other]) = (order[other], order[i]);
        }
    }
}
