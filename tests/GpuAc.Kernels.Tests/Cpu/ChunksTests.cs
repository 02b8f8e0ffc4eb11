using GpuAc.Kernels.Cpu;

namespace GpuAc.Kernels.Tests.Cpu;

public class ChunksTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 8)]
    [InlineData(31, 8)]
    [InlineData(64, 16)]
    [InlineData(128, 32)]
    [InlineData(10_000, 32)]
    public void Count_OfSomeTiles_IsOneEachThenFourEachUpToTheMost(int tiles, int expected) =>
        Assert.Equal(expected, new Chunks(tiles).Count);

    [Fact]
    public void FirstTile_OfAllChunks_CoversEveryTileOnceInSharesThatDifferByOne()
    {
        for (int tiles = 1; tiles <= 300; tiles++)
        {
            var chunks = new Chunks(tiles);
            Assert.Equal(0, chunks.FirstTile(0));
            Assert.Equal(tiles, chunks.FirstTile(chunks.Count));
            for (int chunk = 0; chunk < chunks.Count; chunk++)
            {
                int share = chunks.FirstTile(chunk + 1) - chunks.FirstTile(chunk);
                Assert.InRange(share, tiles / chunks.Count, (tiles / chunks.Count) + 1);
            }
        }
    }
}
