using GpuAc.Lanes;

namespace GpuAc.Debug.Tests;

public class ComponentsTests
{
    [Fact]
    public void Indexer_EveryComponent_IsItsOwn()
    {
        Components<Lane1> components = default;
        for (int i = 0; i < Components.Capacity; i++)
            components[i] = new Lane1(i + 1);
        for (int i = 0; i < Components.Capacity; i++)
            Assert.Equal(i + 1, components[i].Value);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(16)]
    [InlineData(int.MaxValue)]
    public void Indexer_Outside_ThrowsWithIndexAndLimit(int index)
    {
        AssertRefused<Lane1>(index);
        AssertRefused<Lane4>(index);
    }

    private static void AssertRefused<F>(int index)
        where F : struct, IFloatLane<F>
    {
        Components<F> components = default;
        var reading = Assert.Throws<ComponentIndexException>(() => components[index]);
        Assert.Equal(index, reading.Index);
        Assert.Equal($"Component {index} was asked for, but there are 16: 0 to 15.", reading.Message);
        Assert.Throws<ComponentIndexException>(() => components[index] = F.One);
    }
}
