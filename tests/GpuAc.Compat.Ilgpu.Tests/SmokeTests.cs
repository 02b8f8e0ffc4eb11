using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Compat.Ilgpu.Tests;

public class SmokeTests
{
    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Kernel_ScalesAView_MatchesPlainLoop(Target target)
    {
        var accelerator = Devices.Get(target);
        using var x = accelerator.Allocate1D(Enumerable.Range(0, 1000).Select(i => (float)i).ToArray());
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, float>(Scale);
        kernel((int)x.Length, x.View, 2f);
        accelerator.Synchronize();
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i * 2f), x.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Kernel_ReversesInSharedMemory_MatchesPlainLoop(Target target)
    {
        var accelerator = Devices.Get(target);
        using var x = accelerator.Allocate1D(Enumerable.Range(0, 128).ToArray());
        var kernel = accelerator.LoadStreamKernel<ArrayView1D<int, Stride1D.Dense>>(Reverse);
        kernel((2, 64), x.View);
        accelerator.Synchronize();
        Assert.Equal(Enumerable.Range(0, 128).Select(i => (i / 64 * 64) + 63 - (i % 64)), x.GetAsArray1D());
    }

    private static void Scale(Index1D i, ArrayView<float> v, float a) => v[i] *= a;

    private static void Reverse(ArrayView1D<int, Stride1D.Dense> values)
    {
        var tile = SharedMemory.Allocate<int>(64);
        var index = Grid.GlobalIndex.X;
        tile[Group.IdxX] = values[index];
        Group.Barrier();
        values[index] = tile[Group.DimX - 1 - Group.IdxX];
    }
}
