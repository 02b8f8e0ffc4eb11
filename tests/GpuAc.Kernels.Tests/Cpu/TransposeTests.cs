using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;

namespace GpuAc.Kernels.Tests.Cpu;

public unsafe class TransposeTests
{
    [Fact]
    public void Run_AnyNumberOfRows_TurnsTheTileAndPadsWithZeros()
    {
        for (int rows = 1; rows <= 80; rows++)
        {
            int stride = Tile.Pad(rows);
            using AlignedBuffer source = new(rows * Tile.Lanes), destination = new((Tile.Lanes * stride) + 16);
            for (int i = 0; i < source.Length; i++)
                source.Pointer[i] = i + 1;
            destination.Span.Fill(-1);

            Transpose.Run(source.Pointer, rows, destination.Pointer, stride);

            for (int lane = 0; lane < Tile.Lanes; lane++)
            {
                for (int row = 0; row < stride; row++)
                    Assert.Equal(row < rows ? row * Tile.Lanes + lane + 1 : 0, destination.Pointer[lane * stride + row]);
            }

            Assert.All(destination.Span[(Tile.Lanes * stride)..].ToArray(), value => Assert.Equal(-1, value));
        }
    }
}
