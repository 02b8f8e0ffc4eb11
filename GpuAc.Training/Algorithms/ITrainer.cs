using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Policies.Networks;

namespace GpuAc.Training.Algorithms;

/// <summary>
/// A training run in progress. Not thread-safe; dispose it to free its memory and threads. Afterwards its methods throw <see
/// cref="ObjectDisposedException"/>; its numbers can still be read.
/// </summary>
public interface ITrainer : IDisposable
{
    /// <summary>Environment steps so far.</summary>
    long EnvSteps { get; }

    /// <summary>Environment steps that the run is planned to take.</summary>
    long TotalSteps { get; }

    /// <summary>What <see cref="Iterate"/> reports in addition to what all trainers do.</summary>
    IReadOnlyList<Metric> Metrics { get; }

    /// <summary>Rolls the policy out once and learns from it.</summary>
    /// <exception cref="EnvironmentFailureException">The environment threw, or returned a value that is not finite.</exception>
    /// <exception cref="DivergedException">Training diverged.</exception>
    /// <exception cref="DeviceFailureException">The device failed.</exception>
    IterationMetrics Iterate();

    /// <summary>The current policy, as what is exported and evaluated.</summary>
    PolicySnapshot Snapshot();

    /// <summary>Everything that is needed to go on as if the run had never stopped; to be called between iterations.</summary>
    /// <exception cref="DeviceFailureException">The device failed.</exception>
    TrainerState Save();

    /// <summary>
    /// Puts a state in place that a trainer with the same settings, environment, seed, device and lane width saved; from there on
    /// everything is as it was there, bit for bit. The number of threads may differ. Seconds are counted from this trainer's start.
    /// </summary>
    /// <exception cref="GpuAcException">It does not fit, and is refused by the name of what differs; nothing was changed.</exception>
    void Restore(TrainerState state);
}
