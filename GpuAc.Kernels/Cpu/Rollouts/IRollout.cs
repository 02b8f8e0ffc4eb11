using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Statistics;

namespace GpuAc.Kernels.Cpu.Rollouts;

/// <summary>Rolls the current policy out; hides the types that it is closed over.</summary>
internal interface IRollout : IDisposable
{
    /// <summary>Running normalisation of observations, or null.</summary>
    ObservationNormalizer? Normalizer { get; }

    /// <summary>What the last rollout's rewards were multiplied by; 1 without scaling.</summary>
    float RewardScale { get; }

    /// <summary>Takes every environment through the planned number of steps, from where it stands.</summary>
    /// <exception cref="EnvironmentFailureException">The environment threw, or returned a value that is not finite.</exception>
    RolloutStatistics Run();
}
