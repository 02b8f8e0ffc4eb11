using GpuAc.Kernels.Optimizers;

namespace GpuAc.Kernels.Plans;

/// <summary>The temperature α of a maximum-entropy algorithm. Haarnoja et al., arXiv:1812.05905, section 5.</summary>
public sealed record TemperaturePlan
{
    /// <summary>α at the start, above 0.</summary>
    public required float Initial { get; init; }

    /// <summary>Optimiser of ln α, whose kind is Adam; null to keep α as it is.</summary>
    public OptimizerConfig? Optimizer { get; init; }

    /// <summary>Entropy that α steers the policy to, in nats.</summary>
    public float TargetEntropy { get; init; }
}
