using GpuAc.Kernels.Cpu;

namespace GpuAc.Kernels.Accelerators;

/// <summary>Learns from a rollout in device memory; hides the types that it is closed over.</summary>
internal interface IAcceleratorLearner : IDisposable
{
    /// <summary>Puts the epochs of one iteration into the queue; returns before they have run.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="progress">Share of training that is behind, for schedules.</param>
    /// <param name="normalizeAdvantages">Whether to bring the advantages to mean 0 and deviation 1 first.</param>
    void Learn(LearnPlan plan, double progress, bool normalizeAdvantages);

    /// <summary>Waits, and says what the epochs reported; where something was not finite, restores as <see cref="LearnStatistics.NonFinite"/> says.</summary>
    /// <param name="counted">Samples of the rollout that count.</param>
    LearnStatistics Collect(long counted);

    /// <summary>Goes back to the parameters that last did well.</summary>
    void Restore();
}
