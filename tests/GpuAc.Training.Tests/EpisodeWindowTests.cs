namespace GpuAc.Training.Tests;

public class EpisodeWindowTests
{
    [Fact]
    public void Mean_OneEpisodeAnIteration_IsOfTheLastOnes()
    {
        var window = new EpisodeWindow(3);
        double[] means = [.. new double[] { 1, 2, 6, 7, 2 }.Select(value =>
        {
            window.Add(1, value);
            return window.Mean;
        })];
        Assert.Equal([double.NaN, double.NaN, 3, 5, 5], means);
        Assert.Equal((3, 5), (window.Count, window.Total));
    }

    [Fact]
    public void Mean_SeveralEpisodesAnIteration_IsOfTheFewestIterationsThatSuffice()
    {
        var window = new EpisodeWindow(4);
        window.Add(3, 10);
        window.Add(0, double.NaN);
        window.Add(2, 20);
        Assert.Equal((14, 5), (window.Mean, window.Count));
        window.Add(2, 30);
        Assert.Equal((25, 4), (window.Mean, window.Count));
    }
}
