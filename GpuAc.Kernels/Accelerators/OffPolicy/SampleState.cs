using GpuAc.Lanes;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>What a thread carries of its sample from step to step.</summary>
internal struct SampleState
{
    /// <summary>Index in the minibatch.</summary>
    public int Index;

    /// <summary>1 / samples of the minibatch; 0 beyond its end.</summary>
    public float Weight;

    /// <summary>First sum; see <see cref="UpdateKernel"/>.</summary>
    public float FirstSum;

    /// <summary>Second sum.</summary>
    public float SecondSum;

    /// <summary>First value of the transition's record in replay.</summary>
    public long Record;

    /// <summary>Σ γᵏ·r[k].</summary>
    public float Reward;

    /// <summary>γⁿ, or 0 where a terminal state was reached.</summary>
    public float Discount;

    /// <summary>y.</summary>
    public float Target;

    /// <summary>ln π of an action that was drawn.</summary>
    public float LogProb;

    /// <summary>The draws that it was made with.</summary>
    public Components<Lane1> Noise;
}
