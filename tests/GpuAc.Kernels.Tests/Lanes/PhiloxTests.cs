using System.Runtime.Intrinsics;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Tests.Lanes;

/// <summary>Known answers: Random123's <c>kat_vectors</c>, lines <c>philox4x32 10</c>.</summary>
public unsafe class PhiloxTests
{
    public static TheoryData<uint[], uint[], uint[]> KnownAnswers => new()
    {
        { [0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
        {
            [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
            [0xffffffff, 0xffffffff],
            [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]
        },
        {
            [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
            [0xa4093822, 0x299f31d0],
            [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]
        },
    };

    [Theory]
    [MemberData(nameof(KnownAnswers))]
    public void TenRounds_KnownCounterAndKey_GivesPublishedWords(uint[] counter, uint[] key, uint[] expected)
    {
        Assert.Equal(expected, Rounds<BitLane1>(counter, key, word => word.Value));
        Assert.Equal(expected, Rounds<BitLane4>(counter, key, word => Last(word.Value, 4)));
        Assert.Equal(expected, Rounds<BitLane8>(counter, key, word => Last(word.Value, 8)));
        Assert.Equal(expected, Rounds<BitLane16>(counter, key, word => Last(word.Value, 16)));
    }

    [Fact]
    public void Block_SeedStepAndPurpose_LandInTheStatedCounterAndKeyWords()
    {
        var key = new RandomKey(0x299f31d0_a4093822, (RandomPurpose)0x03);

        var (a, b, c, d) = Philox.Block(key, 0x243f6a88, 0x13198a2e_85a308d3, 0x707344);

        Assert.Equal([0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1], new[] { a, b, c, d });
    }

    [Theory]
    [InlineData(0u, 0ul, 0u)]
    [InlineData(4093u, 12_345_678_901ul, 3u)]
    [InlineData(uint.MaxValue - 7, ulong.MaxValue, Philox.MaxBlocks - 1)]
    public void Uniform4_AnyWidth_DrawsWhatTheScalarBlockGives(uint environment, ulong step, uint block)
    {
        var key = new RandomKey(0xDEADBEEF_01234567, RandomPurpose.Noise);
        AssertDraws<Lane1>(key, environment, step, block);
        AssertDraws<Lane4>(key, environment, step, block);
        AssertDraws<Lane8>(key, environment, step, block);
        AssertDraws<Lane16>(key, environment, step, block);
    }

    [Fact]
    public void Uniform4_ManyDraws_FillTheUnitIntervalEvenly()
    {
        const int Groups = 200_000;
        var bins = new int[64];
        double sum = 0, product = 0;
        for (var i = 0u; i < Groups; i++)
        {
            var words = Lane1.Uniform4(new RandomKey(7, RandomPurpose.Action), i, i / 5, 0);
            foreach (var draw in new[] { words.A.Value, words.B.Value, words.C.Value, words.D.Value })
            {
                Assert.InRange(draw, 0f, 1f - Philox.UniformUnit);
                bins[(int)(draw * 64)]++;
                sum += draw;
            }

            product += (words.A.Value - 0.5) * (words.B.Value - 0.5);
        }

        // Five standard deviations of the mean, of the correlation, and of a bin.
        const double N = 4.0 * Groups;
        Assert.InRange(sum / N, 0.5 - (5 * Math.Sqrt(1 / 12.0 / N)), 0.5 + (5 * Math.Sqrt(1 / 12.0 / N)));
        Assert.InRange(product / Groups, -5 / 12.0 / Math.Sqrt(Groups), 5 / 12.0 / Math.Sqrt(Groups));
        Assert.All(bins, count => Assert.InRange(count, (N / 64) - (5 * Math.Sqrt(N / 64)), (N / 64) + (5 * Math.Sqrt(N / 64))));
    }

    [Fact]
    public void Block_DifferentPurposeStepOrBlock_GivesDifferentWords()
    {
        var seen = new HashSet<(uint, uint, uint, uint)>();
        foreach (var purpose in Enum.GetValues<RandomPurpose>())
        {
            for (var step = 0ul; step < 20; step++)
            {
                for (var block = 0u; block < 4; block++)
                    Assert.True(seen.Add(Philox.Block(new RandomKey(1, purpose), 0, step << 30, block)));
            }
        }
    }

    private static uint Last(Vector128<uint> words, int count) => Same(words[count - 1], words[0]);

    private static uint Last(Vector256<uint> words, int count) => Same(words[count - 1], words[0]);

    private static uint Last(Vector512<uint> words, int count) => Same(words[count - 1], words[0]);

    private static uint Same(uint last, uint first)
    {
        Assert.Equal(first, last);
        return last;
    }

    private static uint[] Rounds<U>(uint[] counter, uint[] key, Func<U, uint> word)
        where U : struct, IBitLane<U>
    {
        U a = U.Of(counter[0]), b = U.Of(counter[1]), c = U.Of(counter[2]), d = U.Of(counter[3]);
        Philox.TenRounds(key[0], key[1], ref a, ref b, ref c, ref d);
        return [word(a), word(b), word(c), word(d)];
    }

    private static void AssertDraws<F>(RandomKey key, uint environment, ulong step, uint block)
        where F : struct, IFloatLane<F>
    {
        var words = F.Uniform4(key, environment, step, block);
        var drawn = stackalloc float[64];
        words.A.Store(drawn);
        words.B.Store(drawn + 16);
        words.C.Store(drawn + 32);
        words.D.Store(drawn + 48);
        for (var lane = 0u; lane < F.Width; lane++)
        {
            var (a, b, c, d) = Philox.Block(key, environment + lane, step, block);
            Assert.Equal(
                [Philox.ToUniform(a), Philox.ToUniform(b), Philox.ToUniform(c), Philox.ToUniform(d)],
                new[] { drawn[lane], drawn[16 + lane], drawn[32 + lane], drawn[48 + lane] });
        }
    }
}
