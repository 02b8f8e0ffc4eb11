namespace GpuAc.Kernels.Tests.Support;

/// <summary>Central finite differences in double precision.</summary>
internal static class FiniteDifference
{
    /// <summary>∂f/∂x[k] ≈ (f(x + h·e[k]) − f(x − h·e[k]))/2h with h = 1e-5·max(1, |x[k]|): an error of about 1e-10 for smooth f.</summary>
    public static double[] Gradient(Func<double[], double> f, double[] x)
    {
        var gradient = new double[x.Length];
        for (int k = 0; k < x.Length; k++)
        {
            double h = 1e-5 * Math.Max(1, Math.Abs(x[k]));
            double[] above = [.. x];
            double[] below = [.. x];
            above[k] += h;
            below[k] -= h;
            gradient[k] = (f(above) - f(below)) / (above[k] - below[k]);
        }

        return gradient;
    }

    /// <summary>df/dx.</summary>
    public static double Derivative(Func<double, double> f, double x) => Gradient(point => f(point[0]), [x])[0];
}
