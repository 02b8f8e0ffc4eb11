using GpuAc.Lanes;
using GpuAc.Lanes.Dense;

namespace GpuAc.Policies.Activations;

/// <summary>Applies an activation, or its derivative, to the rows of a tile; see <see cref="Activation.PassOf{F}"/>.</summary>
/// <typeparam name="F">Lane type.</typeparam>
/// <remarks>
/// A pass of its own over rows that are still in L1, rather than part of the product: independent registers hide the latency of tanh, and
/// the product is compiled once instead of once per activation.
/// </remarks>
public abstract unsafe class ActivationPass<F>
    where F : struct, IFloatLane<F>
{
    private protected ActivationPass()
    {
    }

    /// <summary>
    /// y = f(x). Where the derivative wants x, it stays in <paramref name="kept"/>; otherwise y overwrites it (kept == y).
    /// </summary>
    /// <param name="kept">In: x. [rows][64].</param>
    /// <param name="y">Out: y. May be the same as <paramref name="kept"/> when <see cref="Activation.KeepsInput"/> is false.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="registers">Registers in use of each row.</param>
    public abstract void Forward(float* kept, float* y, int rows, int registers);

    /// <summary>Turns dL/dy into dL/dx in place and adds its row sums, still one per lane, to the bias gradient.</summary>
    /// <param name="kept">What the forward pass kept.</param>
    /// <param name="gradient">In: dL/dy; out: dL/dx. [rows][64].</param>
    /// <param name="biasGradient">[rows]; accumulated. Null when nobody wants it.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="registers">Registers in use of each row.</param>
    public abstract void Backward(float* kept, float* gradient, float* biasGradient, int rows, int registers);
}

/// <summary>The loops of one activation.</summary>
internal sealed unsafe class ActivationPass<TActivation, F> : ActivationPass<F>
    where TActivation : struct, IActivation
    where F : struct, IFloatLane<F>
{
    /// <summary>The one there is.</summary>
    public static ActivationPass<TActivation, F> Instance { get; } = new();

    /// <inheritdoc/>
    public override void Forward(float* kept, float* y, int rows, int registers)
    {
        // y is x, in the same place.
        if (typeof(TActivation) == typeof(IdentityActivation))
            return;
        for (int row = 0; row < rows; row++, kept += Tile.Lanes, y += Tile.Lanes)
        {
            for (int lane = 0; lane < registers * F.Width; lane += F.Width)
                TActivation.Forward(F.Load(kept + lane)).Store(y + lane);
        }
    }

    /// <inheritdoc/>
    public override void Backward(float* kept, float* gradient, float* biasGradient, int rows, int registers)
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
