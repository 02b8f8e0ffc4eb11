using GpuAc.Kernels.Layouts;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Tests.Cpu;

public class PermutationTests
{
    private static readonly RandomKey Key = new(7, RandomPurpose.Shuffle);

    [Fact]
    public void Shuffle_AnyLength_IsAPermutation()
    {
        for (int length = 0; length <= 70; length++)
            Assert.Equal(Enumerable.Range(0, length), Shuffled(length, Key, 3).Order());
        Assert.Equal(Enumerable.Range(0, 5000), Shuffled(5000, Key, 0).Order());
    }

    [Fact]
    public void Shuffle_SameKeyAndIndex_Repeats()
    {
        Assert.Equal(Shuffled(100, Key, 5), Shuffled(100, Key, 5));
        Assert.NotEqual(Shuffled(100, Key, 5), Shuffled(100, Key, 6));
        Assert.NotEqual(Shuffled(100, Key, 5), Shuffled(100, new RandomKey(8, RandomPurpose.Shuffle), 5));
    }

    [Fact]
    public void Shuffle_ManyTimes_GivesEveryOrderEquallyOften()
    {
        const int Times = 24_000;
        var counts = new Dictionary<string, int>();
        for (ulong index = 0; index < Times; index++)
        {
            string order = string.Join(' ', Shuffled(4, Key, index));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        // χ² with 23 degrees of freedom exceeds 49.7 once in a thousand seeds.
        double chiSquare = counts.Values.Sum(count => Math.Pow(count - (Times / 24.0), 2) / (Times / 24.0));
        Assert.True(chiSquare < 49.7, $"χ² = {chiSquare}");
    }

    private static int[] Shuffled(int length, RandomKey key, ulong index)
    {
        int[] order = [.. Enumerable.Range(0, length)];
        Permutation.Shuffle(order, key, index);
        return order;
    }
}
