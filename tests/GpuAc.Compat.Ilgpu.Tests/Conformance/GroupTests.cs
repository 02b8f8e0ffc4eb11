using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Compat.Ilgpu.Tests.Conformance;

public class GroupTests
{
    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Barriers_InALoop_SumTreeIsExact(Target target)
    {
        var (input, result) = Run<int, int>(target, SumTree, Enumerable.Range(1, 512).ToArray(), 8, (8, 64));
        Assert.Equal(Enumerable.Range(0, 8).Select(g => input.Skip(g * 64).Take(64).Sum()), result);
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Atomics_OnGlobalAndSharedMemory_CountEveryThread(Target target)
    {
        var (_, result) = Run<int, int>(target, Atomics, Enumerable.Range(0, 256).ToArray(), 12, (4, 64));
        Assert.Equal([256, 255, 0, 0xFF, 0, 256 * 255 / 2, 64, 1, 255, 256, 4], result.Take(11));
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void FloatAndLongAtomics_AddMinAndMax_AreComplete(Target target)
    {
        var accelerator = Devices.Get(target);
        using var floats = accelerator.Allocate1D(new float[] { 0, 1000, -1000, 5 });
        using var longs = accelerator.Allocate1D(new long[] { 0, long.MaxValue, long.MinValue, 7, 0 });
        using var doubles = accelerator.Allocate1D(new double[1]);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<long>, ArrayView<double>>(WideAtomics)(
            200, floats.View, longs.View, doubles.View);
        accelerator.Synchronize();
        Assert.Equal([200 * 199 / 2, 0, 199, 6], floats.GetAsArray1D());
        Assert.Equal([(200L * 199 / 2) << 33, -199, 199, 8, 0xFF], longs.GetAsArray1D());
        Assert.Equal([100.0], doubles.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Shuffles_OfEveryKind_MoveValuesBetweenLanes(Target target)
    {
        var warp = Devices.Get(target).WarpSize;
        var (input, result) = Run<float, float>(
            target, Shuffles, Enumerable.Range(0, 128).Select(i => i * 1.5f).ToArray(), 128 * 6, (2, 64));
        for (var i = 0; i < 128; i++)
        {
            var (lane, first) = (i % warp, i / warp * warp);
            Assert.Equal(input[first + 3], result[i * 6]);
            Assert.Equal(lane + 2 < warp ? input[i + 2] : input[i], result[(i * 6) + 1]);
            Assert.Equal(lane >= 1 ? input[i - 1] : input[i], result[(i * 6) + 2]);
            Assert.Equal(input[first + (lane ^ 5)], result[(i * 6) + 3]);
            Assert.Equal(input.Skip(first).Take(warp).Sum(), result[(i * 6) + 4]);
            Assert.Equal(input[(i / 64 * 64) + 7], result[(i * 6) + 5]);
        }
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void BarrierPredicates_CountThreads(Target target)
    {
        var (_, result) = Run<int, int>(target, Predicates, new int[64], 3, (1, 64));
        Assert.Equal([20, 0, 1], result);
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void DynamicSharedMemory_OfTheLaunch_IsSeenByTheGroup(Target target)
    {
        var accelerator = Devices.Get(target);
        using var output = accelerator.Allocate1D<float>(64);
        var kernel = accelerator.LoadStreamKernel<ArrayView<float>>(Dynamic);
        kernel(new KernelConfig(2, 32, SharedMemoryConfig.RequestDynamic<float>(40)), output.View);
        accelerator.Synchronize();
        Assert.Equal(Enumerable.Range(0, 64).Select(i => 40f + (31 - (i % 32))), output.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void SharedMemory_OfAHelperCalledTwice_IsNotMixedUp(Target target)
    {
        var (_, result) = Run<int, int>(target, TwoTiles, Enumerable.Range(0, 32).ToArray(), 32, (1, 32));
        Assert.Equal(Enumerable.Range(0, 32).Select(i => ((31 - i) * 1000) + 31 - i), result);
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void LocalMemory_InIndexedAndGroupedKernels_BelongsToTheThread(Target target)
    {
        var accelerator = Devices.Get(target);
        using var output = accelerator.Allocate1D<int>(5000);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(Local)(5000, output.View);
        accelerator.Synchronize();
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => Enumerable.Range(0, 16).Sum(k => i * k)), output.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Grid2D_WithRaggedEnds_TouchesEachElementOnce(Target target)
    {
        var accelerator = Devices.Get(target);
        foreach (var (width, height) in new[] { (1, 1), (7, 5), (33, 17), (100, 3), (3, 100), (64, 64) })
        {
            using var output = accelerator.Allocate1D<int>(width * height);
            output.View.MemSetToZero();
            accelerator.LoadAutoGroupedStreamKernel<Index2D, ArrayView<int>, int>(Plane)((width, height), output.View, width);
            accelerator.LoadImplicitlyGroupedStreamKernel<Index2D, ArrayView<int>, int>(Plane, 8)((width, height), output.View, width);
            accelerator.Synchronize();
            Assert.Equal(Enumerable.Range(0, width * height).Select(i => 2 * (((i / width) * 1000) + (i % width))), output.GetAsArray1D());
        }
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Grid1D_OfAnyLength_TouchesEachElementOnce(Target target)
    {
        var accelerator = Devices.Get(target);
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(Increment);
        foreach (var length in new[] { 0, 1, 2, 31, 127, 128, 129, 1000, 4097 })
        {
            using var output = accelerator.Allocate1D<int>(length + 3);
            output.View.MemSetToZero();
            kernel(length, output.View);
            accelerator.Synchronize();
            Assert.Equal(Enumerable.Repeat(1, length).Concat([0, 0, 0]), output.GetAsArray1D());
        }
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void ThreadIndices_In3D_CoverTheGrid(Target target)
    {
        var accelerator = Devices.Get(target);
        using var output = accelerator.Allocate1D<int>(2 * 3 * 2 * 4 * 2 * 2);
        accelerator.LoadStreamKernel<ArrayView<int>>(Indices)((new Index3D(2, 3, 2), new Index3D(4, 2, 2)), output.View);
        accelerator.Synchronize();
        Assert.Equal(Enumerable.Range(0, 192).Select(i => (i / 16 * 100) + (i % 16)), output.GetAsArray1D());
    }

    private static (T[] Input, TResult[] Result) Run<T, TResult>(
        Target target, Action<ArrayView<T>, ArrayView<TResult>> kernel, T[] input, int results, KernelConfig config)
        where T : unmanaged
        where TResult : unmanaged
    {
        var accelerator = Devices.Get(target);
        using var a = accelerator.Allocate1D(input);
        using var r = accelerator.Allocate1D<TResult>(results);
        r.View.MemSetToZero();
        accelerator.LoadStreamKernel(kernel)(config, a.View, r.View);
        accelerator.Synchronize();
        return (input, r.GetAsArray1D());
    }

    private static void SumTree(ArrayView<int> input, ArrayView<int> sums)
    {
        var tile = SharedMemory.Allocate<int>(64);
        tile[Group.IdxX] = input[Grid.GlobalLinearIndex];
        Group.Barrier();
        for (var half = 32; half > 0; half /= 2)
        {
            if (Group.IdxX < half)
                tile[Group.IdxX] += tile[Group.IdxX + half];
            Group.Barrier();
        }

        if (Group.IsFirstThread)
            sums[Grid.IdxX] = tile[0];
    }

    private static void Atomics(ArrayView<int> input, ArrayView<int> r)
    {
        ref var counter = ref SharedMemory.Allocate<int>();
        if (Group.IsFirstThread)
            counter = 0;
        Group.Barrier();
        var value = input[Grid.GlobalLinearIndex];
        Atomic.Add(ref r[0], 1);
        Atomic.Max(ref r[1], value);
        Atomic.Min(ref r[2], -0 * value);
        Atomic.Or(ref r[3], value);
        Atomic.And(ref r[4], value);
        Atomic.Add(ref r[5], value);
        Atomic.Add(ref counter, 1);
        Group.Barrier();
        if (Group.IsLastThread)
        {
            r[6] = counter;
            Atomic.CompareExchange(ref r[7], 0, 1);
        }

        Atomic.Xor(ref r[11], value);
        Atomic.Max(ref r[8], Atomic.Add(ref r[9], 1));
        if (Group.IdxX == 0)
            Atomic.Add(ref r[10], 1);
        MemoryFence.DeviceLevel();
    }

    private static void WideAtomics(Index1D i, ArrayView<float> floats, ArrayView<long> longs, ArrayView<double> doubles)
    {
        Atomic.Add(ref floats[0], i.X);
        Atomic.Min(ref floats[1], i.X);
        Atomic.Max(ref floats[2], (float)i.X);
        Atomic.CompareExchange(ref floats[3], 5f, 6f);
        Atomic.Add(ref longs[0], (long)i.X << 33);
        Atomic.Min(ref longs[1], -i.X);
        Atomic.Max(ref longs[2], i.X);
        Atomic.CompareExchange(ref longs[3], 7, 8);
        Atomic.Or(ref longs[4], i.X);
        Atomic.Add(ref doubles[0], 0.5);
    }

    private static void Shuffles(ArrayView<float> input, ArrayView<float> r)
    {
        var i = Grid.GlobalLinearIndex;
        var value = input[i];
        r[i * 6] = Warp.Shuffle(value, 3);
        r[(i * 6) + 1] = Warp.ShuffleDown(value, 2);
        r[(i * 6) + 2] = Warp.ShuffleUp(value, 1);
        r[(i * 6) + 3] = Warp.ShuffleXor(value, 5);
        var sum = value;
        for (var offset = Warp.WarpSize / 2; offset > 0; offset /= 2)
            sum += Warp.ShuffleXor(sum, offset);
        r[(i * 6) + 4] = sum;
        r[(i * 6) + 5] = Group.Broadcast(value, 7);
    }

    private static void Predicates(ArrayView<int> input, ArrayView<int> r)
    {
        var count = Group.BarrierPopCount(Group.IdxX < 20);
        var all = Group.BarrierAnd(Group.IdxX < 63);
        var any = Group.BarrierOr(Group.IdxX == 63);
        if (Group.IsFirstThread)
        {
            r[0] = count;
            r[1] = all ? 1 : 0;
            r[2] = any ? 1 : 0;
        }
    }

    private static void Dynamic(ArrayView<float> output)
    {
        var tile = SharedMemory.GetDynamic<float>();
        tile[Group.IdxX] = Group.IdxX;
        Group.Barrier();
        output[Grid.GlobalLinearIndex] = tile.IntLength + tile[Group.DimX - 1 - Group.IdxX];
    }

    private static void TwoTiles(ArrayView<int> input, ArrayView<int> r)
    {
        var first = Tile(input[Group.IdxX] * 1000);
        var second = Tile(input[Group.IdxX]);
        Group.Barrier();
        r[Group.IdxX] = first[31 - Group.IdxX] + second[31 - Group.IdxX];
    }

    private static ArrayView<int> Tile(int value)
    {
        var tile = SharedMemory.Allocate1D<int>(32);
        tile[Group.IdxX] = value;
        return tile;
    }

    private static void Local(Index1D i, ArrayView<int> output)
    {
        var scratch = LocalMemory.Allocate<int>(16);
        for (var k = 0; k < 16; k++)
            scratch[k] = i * k;
        var sum = 0;
        for (var k = 15; k >= 0; k--)
            sum += scratch[k];
        output[i] = sum;
    }

    private static void Plane(Index2D i, ArrayView<int> output, int width) => output[(i.Y * width) + i.X] += (i.Y * 1000) + i.X;

    private static void Increment(Index1D i, ArrayView<int> output) => output[i]++;

    private static void Indices(ArrayView<int> output) =>
        output[Grid.GlobalLinearIndex] =
            (Grid.LinearIndex * 100) + (((Group.Index.Z * Group.Dimension.Y) + Group.Index.Y) * Group.Dimension.X) + Group.Index.X;
}
