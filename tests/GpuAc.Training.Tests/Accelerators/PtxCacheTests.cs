using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Accelerators.Rollouts;
using GpuAc.Kernels.Accelerators.Translation;
using GpuAc.Kernels.Optimizers;
using GpuAc.Training.Tests.Support;
using ILGPU.Backends.PTX;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>Translated kernels on disk: found when all is the same, and never wrong.</summary>
public sealed class PtxCacheTests : IDisposable
{
    private static readonly KernelRequest Sum = new(((Delegate)OptimizeKernel.Sum).Method, null);

    private readonly TemporaryFolder folder = new();

    private static PtxEntry Entry { get; } = new(".version 8.0\n.target sm_80\n\tret;\n", 2052, true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Find_WhatWasAdded_IsTheSame()
    {
        var cache = new PtxCache(folder.Path);
        Assert.Null(cache.Find("ABC"));
        cache.Add("ABC", Entry);
        Assert.Equal(Entry, new PtxCache(folder.Path).Find("ABC"));
        Assert.Null(cache.Find("ABD"));
    }

    [Fact]
    public void Find_DamagedEntry_IsNotFoundAndIsWrittenAnew()
    {
        var cache = new PtxCache(folder.Path);
        cache.Add("ABC", Entry);
        string file = Assert.Single(Directory.GetFiles(folder.Path));
        byte[] whole = File.ReadAllBytes(file);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x55;
            File.WriteAllBytes(file, damaged);
            // Bytes of the container that carry nothing may differ or lack; the content never.
            Assert.True(cache.Find("ABC") is not { } changed || changed == Entry);
            File.WriteAllBytes(file, whole[..i]);
            Assert.True(cache.Find("ABC") is not { } cut || cut == Entry);
        }

        File.WriteAllBytes(file, whole[..(whole.Length / 2)]);
        Assert.Null(cache.Find("ABC"));
        cache.Add("ABC", Entry);
        Assert.Equal(Entry, cache.Find("ABC"));
    }

    [Fact]
    public void Add_ByManyAtOnce_LeavesOneWholeEntry()
    {
        Parallel.For(0, 32, _ =>
        {
            var cache = new PtxCache(folder.Path);
            cache.Add("ABC", Entry);
            Assert.Equal(Entry, cache.Find("ABC"));
        });
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Add_FolderThatCannotBe_IsNoError()
    {
        string file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, string.Empty);
        var cache = new PtxCache(Path.Combine(file, "below"));
        cache.Add("ABC", Entry);
        Assert.Null(cache.Find("ABC"));
    }

    [Fact]
    public void Compile_ASecondTime_TakesTheEntry()
    {
        var cache = new PtxCache(folder.Path);
        string translated = ((PTXCompiledKernel)KernelTranslator.Compile(Ptx.Backend, Sum, cache)).PTXAssembly;
        string file = Assert.Single(Directory.GetFiles(folder.Path));
        string key = Path.GetFileName(file)[..^".ptx.gz".Length];
        PtxEntry entry = cache.Find(key)!;
        Assert.Equal(translated, entry.Code);
        Assert.True(entry.SharedBytes > 0);
        cache.Add(key, entry with { Code = translated + "// from disk" });
        var found = (PTXCompiledKernel)KernelTranslator.Compile(Ptx.Backend, Sum, cache);
        Assert.EndsWith("// from disk", found.PTXAssembly, StringComparison.Ordinal);
        Assert.Equal(entry.SharedBytes, IlgpuInternals.EntryPointOf(found).SharedMemory.StaticSize);
    }

    [Fact]
    public void Key_DiffersByKernelTypeArgumentAndConstants()
    {
        KernelRequest[] requests =
        [
            Sum,
            new(((Delegate)OptimizeKernel.Whole<Adam>).Method, null),
            new(((Delegate)OptimizeKernel.Whole<Sgd>).Method, null),
            new(((Delegate)BootstrapKernel.Run<DeclaredTile>).Method, ShapeOf(rows: 32)),
            new(((Delegate)BootstrapKernel.Run<DeclaredTile>).Method, ShapeOf(rows: 36)),
        ];
        Assert.Distinct(requests.Select(request => PtxKey.Of(Ptx.Backend, request)));
        Assert.Equal(PtxKey.Of(Ptx.Backend, requests[^1]), PtxKey.Of(Ptx.Backend, requests[^1] with { Constants = ShapeOf(rows: 36) }));
    }

    private static RolloutShape ShapeOf(int rows) => new()
    {
        Tile = new TileShape
        {
            Samples = 32,
            Rows = rows,
            Observations = 4,
            ActionSize = 2,
            ActionComponents = 1,
            IsWeighted = 0,
            PolicyOutputs = 2,
            LogStds = 0,
            LogStdOffset = 0,
            ParameterQuads = 10,
            BodyLayers = 0,
            ActorLayers = 1,
            CriticLayers = 1,
            PolicyRow = 4,
            ValueRow = 8,
            PolicyGradientRow = 0,
            ValueGradientRow = 0,
        },
        StateSize = 4,
        ResetUniforms = 4,
        MaxEpisodeSteps = 500,
        NormalizeObservations = 0,
        ScaleRewards = 0,
        WholeEpisodes = 0,
        TimeLimitsTerminate = 0,
    };
}
