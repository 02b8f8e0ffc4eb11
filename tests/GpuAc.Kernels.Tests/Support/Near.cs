namespace GpuAc.Kernels.Tests.Support;

/// <summary>Assertions of nearness.</summary>
internal static class Near
{
    /// <summary>Fails unless |actual − expected| ≤ absolute + relative·|expected|; NaN equals only NaN.</summary>
    public static void Equal(double expected, double actual, double relative, double absolute, string what)
    {
        if (double.IsNaN(expected) && double.IsNaN(actual))
            return;
        double allowed = absolute + relative * Math.Abs(expected);
        double error = Math.Abs(actual - expected);
        Assert.True(
            expected.Equals(actual) || error <= allowed,
            $"{what}: expected {expected:R}, got {actual:R}, off by {error:E2} with {allowed:E2} allowed.");
    }
}
