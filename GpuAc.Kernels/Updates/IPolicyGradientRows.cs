using GpuAc.Lanes;

namespace GpuAc.Kernels.Updates;

/// <summary>
/// What <see cref="PolicyGradientStep{TDistribution, TLoss}"/> reads and writes of its samples: one register of a tile on a CPU, a
/// thread's own sample on an accelerator.
/// </summary>
internal interface IPolicyGradientRows<F> : IPolicyRows<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>Mask of the samples that count.</summary>
    F InUse { get; }

    /// <summary>1 / samples of the minibatch that count.</summary>
    float Share { get; }

    /// <summary>ln π of the action when it was taken.</summary>
    F OldLogProb { get; }

    /// <summary>Advantage, as it was estimated.</summary>
    F Advantage { get; }

    /// <summary>V, of the forward pass.</summary>
    F Value { get; }

    /// <summary>V when the action was taken.</summary>
    F OldValue { get; }

    /// <summary>Target of the value.</summary>
    F Return { get; }

    /// <summary>A component of the action that was taken.</summary>
    F Action(int component);

    /// <summary>Hands the actor's backward pass dL/doutput.</summary>
    void SetPolicyGradient(int output, F gradient);

    /// <summary>Hands the critic's backward pass dL/dvalue.</summary>
    void SetValueGradient(F gradient);
}
