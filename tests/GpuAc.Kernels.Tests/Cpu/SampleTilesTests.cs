using GpuAc.Kernels.Cpu;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;

namespace GpuAc.Kernels.Tests.Cpu;

public unsafe class SampleTilesTests
{
    [Theory]
    [InlineData(1, 40)] // One environment.
    [InlineData(5, 13)] // Straddles tiles.
    [InlineData(63, 3)]
    [InlineData(64, 2)]
    public void Write_ConsecutiveSamples_LandInTheirTileAndLane(int numEnvs, int numSteps)
    {
        using var samples = new SampleTiles((long)numSteps * numEnvs, observations: 2, actions: 1);
        using var source = new AlignedBuffer(Tile.Lanes);
        for (int t = 0; t < numSteps; t++)
        {
            for (int row = 0; row < samples.Rows; row++)
            {
                for (int e = 0; e < numEnvs; e++)
                    source.Pointer[e] = row * 10_000 + t * numEnvs + e + 1;
                samples.Write(source.Pointer, row, (long)t * numEnvs, numEnvs);
            }
        }

        int total = numSteps * numEnvs;
        for (int tile = 0; tile < samples.Count; tile++)
        {
            for (int i = 0; i < samples.Rows * Tile.Lanes; i++)
            {
                int row = i / Tile.Lanes, sample = tile * Tile.Lanes + i % Tile.Lanes;
                Assert.Equal(sample < total ? row * 10_000 + sample + 1 : 0, samples[tile][i]);
            }
        }

        Assert.Equal(total, Enumerable.Range(0, samples.Count).Sum(samples.Active));
    }

    [Fact]
    public void Rows_AnySizes_DoNotOverlap()
    {
        using var samples = new SampleTiles(65, observations: 3, actions: 2);
        Assert.Equal(
            [3, 5, 6, 7, 8, 9], new[] { samples.Action, samples.LogProb, samples.Value, samples.Advantage, samples.Return, samples.Rows });
        Assert.Equal([64, 1], new[] { samples.Active(0), samples.Active(1) });
    }
}
