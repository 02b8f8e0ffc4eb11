using GpuAc.Lanes;

namespace GpuAc.Policies.Activations;

/// <summary>An elementwise activation function and its derivative.</summary>
/// <remarks>
/// The backward pass receives whatever <see cref="KeepsInput"/> says the forward pass kept: the output y = f(x) where the
/// derivative can be had from it (identity, ReLU, tanh), the input x otherwise (SiLU, GELU).
/// </remarks>
public interface IActivation
{
    /// <summary>True when <see cref="Derivative"/> wants the input x, false when it wants the output y.</summary>
    static abstract bool KeepsInput { get; }

    /// <summary>y = f(x).</summary>
    static abstract F Forward<F>(F x)
        where F : struct, IFloatLane<F>;

    /// <summary>dy/dx from what was kept.</summary>
    static abstract F Derivative<F>(F kept)
        where F : struct, IFloatLane<F>;
}
