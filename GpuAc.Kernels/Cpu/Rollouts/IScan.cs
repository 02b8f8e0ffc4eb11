using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Statistics;

namespace GpuAc.Kernels.Cpu.Rollouts;

/// <summary>Estimates a rollout's returns and advantages; hides the types that it is closed over.</summary>
internal interface IScan
{
    /// <summary>Computes advantages and value targets of every step of the last rollout.</summary>
    /// <param name="estimator">How.</param>
    /// <param name="settings">Discount and the like.</param>
    AdvantageStatistics Run(ReturnEstimatorKind estimator, ReturnSettings settings);
}
