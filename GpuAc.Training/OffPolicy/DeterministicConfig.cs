using GpuAc.Kernels.OffPolicy;

namespace GpuAc.Training.OffPolicy;

/// <summary>The settings of algorithms whose policy is deterministic, so that noise must explore: DDPG and TD3.</summary>
public abstract record DeterministicConfig : ContinuousConfig
{
    /// <summary>Sets Gaussian noise as the default.</summary>
    protected DeterministicConfig() => ExplorationNoise = NoiseKind.Gaussian;

    /// <inheritdoc/>
    protected override int ActorOutputs(int actionSize) => actionSize;
}
