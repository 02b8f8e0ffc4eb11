using GpuAc.Lanes;

namespace GpuAc.Kernels.Tests.Lanes;

/// <summary>A function of one argument, so that one test body runs it at every lane width.</summary>
internal interface ILaneFunction
{
    static abstract F Apply<F>(F x)
        where F : struct, IFloatLane<F>;

    static abstract double Reference(double x);
}

internal readonly struct ExpFunction : ILaneFunction
{
    public static F Apply<F>(F x)
        where F : struct, IFloatLane<F> => LaneMath.Exp(x);

    public static double Reference(double x) => Math.Exp(x);
}

internal readonly struct LogFunction : ILaneFunction
{
    public static F Apply<F>(F x)
        where F : struct, IFloatLane<F> => LaneMath.Log(x);

    public static double Reference(double x) => Math.Log(x);
}

internal readonly struct TanhFunction : ILaneFunction
{
    public static F Apply<F>(F x)
        where F : struct, IFloatLane<F> => LaneMath.Tanh(x);

    public static double Reference(double x) => Math.Tanh(x);
}

internal readonly struct SigmoidFunction : ILaneFunction
{
    public static F Apply<F>(F x)
        where F : struct, IFloatLane<F> => LaneMath.Sigmoid(x);

    public static double Reference(double x) => 1 / (1 + Math.Exp(-x));
}

internal readonly struct SoftplusFunction : ILaneFunction
{
    public static F Apply<F>(F x)
        where F : struct, IFloatLane<F> => LaneMath.Softplus(x);

    // Below −18 the next term of the series, e^2x / 2, is smaller than double can show in 1 + e^x.
    public static double Reference(double x) =>
        x < -18 ? Math.Exp(x) - (Math.Exp(2 * x) / 2) : Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}

internal readonly struct SinFunction : ILaneFunction
{
    public static F Apply<F>(F x)
        where F : struct, IFloatLane<F> => LaneMath.Sin(x);

    public static double Reference(double x) => Math.Sin(x);
}

internal readonly struct CosFunction : ILaneFunction
{
    public static F Apply<F>(F x)
        where F : struct, IFloatLane<F> => LaneMath.Cos(x);

    public static double Reference(double x) => Math.Cos(x);
}

internal readonly struct SmallSinFunction : ILaneFunction
{
    public static F Apply<F>(F x)
        where F : struct, IFloatLane<F>
    {
        LaneMath.SinCosSmall(x, out var sin, out _);
        return sin;
    }

    public static double Reference(double x) => Math.Sin(x);
}

internal readonly struct SmallCosFunction : ILaneFunction
{
    public static F Apply<F>(F x)
        where F : struct, IFloatLane<F>
    {
        LaneMath.SinCosSmall(x, out _, out var cos);
        return cos;
    }

    public static double Reference(double x) => Math.Cos(x);
}

internal readonly struct WrapFunction : ILaneFunction
{
    public static F Apply<F>(F x)
        where F : struct, IFloatLane<F> => LaneMath.WrapAngle(x);

    public static double Reference(double x) => Math.IEEERemainder(x, 2 * Math.PI);
}

internal readonly struct SinOfBothFunction : ILaneFunction
{
    public static F Apply<F>(F x)
        where F : struct, IFloatLane<F>
    {
        LaneMath.SinCos(x, out var result, out _);
        return result;
    }

    public static double Reference(double x) => Math.Sin(x);
}

internal readonly struct CosOfBothFunction : ILaneFunction
{
    public static F Apply<F>(F x)
        where F : struct, IFloatLane<F>
    {
        LaneMath.SinCos(x, out _, out var result);
        return result;
    }

    public static double Reference(double x) => Math.Cos(x);
}
