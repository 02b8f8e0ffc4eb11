using GpuAc.Training.Comparison;

namespace GpuAc.Training.Tests.Comparison;

public class LearningCurveTests
{
    [Fact]
    public void Create_TwoRuns_AveragesEachStretchAndCarriesOnWhereARunHasEnded()
    {
        RecipeRun slow = Run(new CurvePoint(10, 1, 1), new CurvePoint(50, 3, 2), new CurvePoint(60, 1, 6), new CurvePoint(90, 1, 8));
        RecipeRun fast = Run(new CurvePoint(30, 1, 5), new CurvePoint(40, 1, 10));
        var curve = new LearningCurve([slow, fast], 4, 100);
        Assert.Equal([25, 50, 75, 100], curve.Ends);
        // Slow: 1; 2 (three episodes); 6; 8. Fast: nothing yet; 7.5 and on.
        Assert.Equal([1, 4.75, 6.75, 7.75], curve.Means);
        Assert.Equal([1, 2, 6, 7.5], curve.Lowest);
        Assert.Equal([1, 7.5, 7.5, 8], curve.Highest);
        Assert.Equal(double.NaN, new LearningCurve([fast], 4, 100).Means[0]);
    }

    [Fact]
    public void Spread_OfValues_IsMeanAndDeviationByN()
    {
        Assert.Equal(new MeanAndDeviation(5, 2), MeanAndDeviation.Of([2, 4, 4, 4, 5, 5, 7, 9]));
        Assert.True(double.IsNaN(MeanAndDeviation.Of([]).Mean));
    }

    private static RecipeRun Run(params CurvePoint[] curve) => new()
    {
        Seed = 0,
        Evaluation = new EvaluationResult(0, 0, 1),
        EnvSteps = 100,
        Episodes = curve.Length,
        Seconds = 0,
        Failure = null,
        Curve = curve,
    };
}
