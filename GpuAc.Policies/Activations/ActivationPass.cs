using GpuAc.Lanes;
using GpuAc.Lanes.Dense;

namespace GpuAc.Policies.Activations;

/// <summary>Applies an activation, or its derivative, to the rows of a tile.</summary>
/// <remarks>
/// A pass of its own over rows that are still in L1, rather than part of the product: independent registers hide the latency of tanh, and
/// the product is compiled once instead of once an activation.
/// </remarks>
public static unsafe class ActivationPass<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>
    /// y = f(x). Where the derivative wants x, it stays in <paramref name="kept"/>; otherwise y overwrites it (kept == y).
    /// </summary>
    /// <param name="activation">f.</param>
    /// <param name="kept">In: x. [rows][64].</param>
    /// <param name="y">Out: y. May be the same as <paramref name="kept"/> when <see cref="KeepsInput"/> is false.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="registers">Registers in use of each row.</param>
    public static void Forward(Activation activation, float* kept, float* y, int rows, int registers)
    {
        switch (activation)
        {
            case Activation.Identity:
                return;
            case Activation.ReLU:
                Forward<ReLUActivation>(kept, y, rows, registers);
                return;
            case Activation.Tanh:
                Forward<TanhActivation>(kept, y, rows, registers);
                return;
            case Activation.SiLU:
                Forward<SiLUActivation>(kept, y, rows, registers);
                return;
            case Activation.GeluTanh:
                Forward<GeluTanhActivation>(kept, y, rows, registers);
                return;
            default:
                throw KnownValues.Unknown(activation);
        }
    }

    /// <summary>Turns dL/dy into dL/dx in place and adds its row sums, still one per lane, to the bias gradient.</summary>
    /// <param name="activation">f.</param>
    /// <param name="kept">What the forward pass kept.</param>
    /// <param name="gradient">In: dL/dy; out: dL/dx. [rows][64].</param>
    /// <param name="biasGradient">[rows]; accumulated. Null when nobody wants it.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="registers">Registers in use of each row.</param>
    public static void Backward(Activation activation, float* kept, float* gradient, float* biasGradient, int rows, int registers)
    {
        switch (activation)
        {
            case Activation.Identity:
                Backward<IdentityActivation>(kept, gradient, biasGradient, rows, registers);
                return;
            case Activation.ReLU:
                Backward<ReLUActivation>(kept, gradient, biasGradient, rows, registers);
                return;
            case Activation.Tanh:
                Backward<TanhActivation>(kept, gradient, biasGradient, rows, registers);
                return;
            case Activation.SiLU:
                Backward<SiLUActivation>(kept, gradient, biasGradient, rows, registers);
                return;
            case Activation.GeluTanh:
                Backward<GeluTanhActivation>(kept, gradient, biasGradient, rows, registers);
                return;
            default:
                throw KnownValues.Unknown(activation);
        }
    }

    /// <summary>True when the derivative wants x, so that the forward pass needs two buffers.</summary>
    public static bool KeepsInput(Activation activation) => activation switch
    {
        Activation.Identity => IdentityActivation.KeepsInput,
        Activation.ReLU => ReLUActivation.KeepsInput,
        Activation.Tanh => TanhActivation.KeepsInput,
        Activation.SiLU => SiLUActivation.KeepsInput,
        Activation.GeluTanh => GeluTanhActivation.KeepsInput,
        _ => throw KnownValues.Unknown(activation),
    };

    private static void Forward<TActivation>(float* kept, float* y, int rows, int registers)
        where TActivation : struct, IActivation
    {
        for (int row = 0; row < rows; row++, kept += Tile.Lanes, y += Tile.Lanes)
        {
            for (int lane = 0; lane < registers * F.Width; lane += F.Width)
                TActivation.Forward(F.Load(kept + lane)).Store(y + lane);
        }
    }

    private static void Backward<TActivation>(float* kept, float* gradient, float* biasGradient, int rows, int registers)
        where TActivation : struct, IActivation
    {
        for (int row = 0; row < rows; row++, kept += Tile.Lanes, gradient += Tile.Lanes)
        {
            F sum = F.Zero;
            for (int lane = 0; lane < registers * F.Width; lane += F.Width)
            {
                F dx = F.Load(gradient + lane) * TActivation.Derivative(F.Load(kept + lane));
                dx.Store(gradient + lane);
                sum += dx;
            }

            if (biasGradient != null)
                biasGradient[row] += F.Sum(sum);
        }
    }
}
