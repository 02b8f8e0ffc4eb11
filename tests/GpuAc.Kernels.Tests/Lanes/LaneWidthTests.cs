using GpuAc.Lanes;

namespace GpuAc.Kernels.Tests.Lanes;

public class LaneWidthTests
{
    [Theory]
    [InlineData(1, typeof(Lane1))]
    [InlineData(4, typeof(Lane4))]
    [InlineData(8, typeof(Lane8))]
    [InlineData(16, typeof(Lane16))]
    public void Accept_EachWidth_RunsWithItsLaneType(int width, Type lane) =>
        Assert.Equal((lane, width), LaneWidth.Accept(width, new Visitor()));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(32)]
    public void Accept_NoSuchWidth_Throws(int width) =>
        Assert.Throws<ArgumentOutOfRangeException>("width", () => LaneWidth.Accept(width, new Visitor()));

    private sealed class Visitor : ILaneVisitor<(Type Lane, int Width)>
    {
        public (Type Lane, int Width) Visit<F>()
            where F : struct, IFloatLane<F> => (typeof(F), F.Width);
    }
}
