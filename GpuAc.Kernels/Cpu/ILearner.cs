using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Statistics;

namespace GpuAc.Kernels.Cpu;

/// <summary>Learns from a rollout; hides the types that it is closed over.</summary>
internal interface ILearner : IDisposable
{
    /// <summary>Runs the epochs of one iteration.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="progress">Share of training that is behind, for schedules.</param>
    /// <param name="advantageShift">Subtracted from each advantage.</param>
    /// <param name="advantageScale">Then multiplied by.</param>
    LearnStatistics Learn(LearnPlan plan, double progress, float advantageShift, float advantageScale);

    /// <summary>Goes back to the parameters that began the last call in which everything was finite, or else the first ones.</summary>
    void Restore();

    /// <summary>Stopwatch ticks of the last call that went into summing gradients and updating parameters.</summary>
    long OptimizeTicks { get; }
}
