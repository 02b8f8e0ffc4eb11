using GpuAc.Kernels.States;

namespace GpuAc.Kernels.Statistics;

/// <summary>
/// Running scale of rewards, 1/√(variance of the discounted return + ε), as Stable-Baselines3's VecNormalize. It moves between rollouts,
/// never within one.
/// </summary>
/// <param name="shift">Where the first rollout's returns lie, roughly.</param>
internal struct RewardScale(float shift)
{
    private RunningMoments moments;

    /// <summary>What rewards are multiplied by; 1 before the first rollout.</summary>
    public float Value { get; private set; } = 1;

    /// <summary>What the last rollout's rewards were multiplied by, so that values learnt from it are in its units.</summary>
    public float Used { get; private set; } = 1;

    /// <summary>What rollouts subtract from returns before they sum them and their squares, to keep digits.</summary>
    public float Shift { get; private set; } = shift;

    /// <summary>Adds a batch of returns given by its sums. Takes effect at <see cref="Publish"/>.</summary>
    /// <param name="count">Values in the batch.</param>
    /// <param name="sum">Σ (R − <see cref="Shift"/>).</param>
    /// <param name="squares">Σ (R − <see cref="Shift"/>)².</param>
    public void Merge(double count, double sum, double squares) => moments.Merge(count, Shift, sum, squares);

    /// <summary>Makes the merged moments the ones in use.</summary>
    public void Publish()
    {
        Used = Value;
        Value = (float)(1 / Math.Sqrt(moments.Variance + 1e-8));
        Shift = (float)moments.BatchMean;
    }

    /// <summary>Names all that the scale consists of.</summary>
    public void Transfer(StateTransfer state)
    {
        moments.Transfer(state, "rewardScale/moments");
        float[] values = [Value, Used, Shift];
        state.Numbers("rewardScale/numbers", values);
        (Value, Used, Shift) = (values[0], values[1], values[2]);
    }
}
