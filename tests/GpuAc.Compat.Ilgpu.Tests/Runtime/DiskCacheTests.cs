using ILGPU;
using ILGPU.Extras;
using ILGPU.Runtime;
using ILGPU.Runtime.Devices;

namespace GpuAc.Compat.Ilgpu.Tests.Runtime;

public sealed class DiskCacheTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kernels").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Entry_WrittenAndDamaged_IsReadOnlyWhenWhole()
    {
        var cache = new DiskCache(folder, isEnabled: true);
        byte[] payload = [1, 2, 3, 4, 5];
        Assert.Null(cache.Read("a", "b"));
        cache.Write(payload, "a", "b");
        Assert.Equal(payload, cache.Read("a", "b"));
        Assert.Null(cache.Read("ab", ""));
        var path = cache.PathOf(["a", "b"]);
        var bytes = File.ReadAllBytes(path);
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = bytes.ToArray();
            damaged[i] ^= 0x40;
            File.WriteAllBytes(path, damaged);
            Assert.Null(cache.Read("a", "b"));
            File.WriteAllBytes(path, bytes[..i]);
            Assert.Null(cache.Read("a", "b"));
        }

        Parallel.For(0, 50, _ => cache.Write(payload, "a", "b"));
        Assert.Equal(payload, cache.Read("a", "b"));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void Kernel_LoadedTwice_ComesFromTheCache()
    {
        for (var run = 0; run < 3; run++)
        {
            using var accelerator = Devices.Make(Devices.Compiling, builder => builder.CacheFolder(folder));
            using var output = accelerator.Allocate1D(new[] { 1, 2, 3 });
            accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(Triple)(3, output.View);
            accelerator.Synchronize();
            Assert.Equal([3, 6, 9], output.GetAsArray1D());
            var entry = Assert.Single(Directory.GetFiles(folder));
            if (run == 1)
                File.WriteAllText(entry, "damaged");
        }
    }

    private static void Triple(Index1D i, ArrayView<int> values) => values[i] *= 3;
}
