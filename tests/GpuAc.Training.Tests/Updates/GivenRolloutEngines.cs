using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Distributions;
using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Training.Ppo;

namespace GpuAc.Training.Tests.Updates;

/// <summary>Makes engines for given rollouts: closes them over the case's distribution and its algorithm's loss.</summary>
/// <param name="given">The case.</param>
/// <param name="shared">Parameters that asynchronous workers share, or null.</param>
internal sealed class GivenRolloutEngines(GivenRollout given, SharedParameters? shared = null) : ILaneFunction<GivenRolloutEngine>
{
    /// <summary>An engine on CPU lanes; with shared parameters of one worker, as their learners are.</summary>
    public GivenRolloutEngine Run<F>()
        where F : struct, IFloatLane<F> => given.Distribution switch
    {
        DistributionKind.Categorical => OnLanes<Categorical, F>(),
        DistributionKind.DiagonalGaussian => OnLanes<DiagonalGaussian, F>(),
        _ => OnLanes<SquashedGaussian, F>(),
    };

    /// <summary>An engine on an accelerator.</summary>
    public GivenRolloutEngine On(DeviceKind device) => given.Distribution switch
    {
        DistributionKind.Categorical => On<Categorical>(device),
        DistributionKind.DiagonalGaussian => On<DiagonalGaussian>(device),
        _ => On<SquashedGaussian>(device),
    };

    private GivenRolloutEngine OnLanes<TDistribution, F>()
        where TDistribution : struct, IActionDistribution
        where F : struct, IFloatLane<F>
    {
        int workers = shared == null ? 2 : 1;
        return given.Config is PpoConfig
            ? new CpuGivenRolloutEngine<TDistribution, PpoLoss, F>(given, workers, shared)
            : new CpuGivenRolloutEngine<TDistribution, A2CLoss, F>(given, workers, shared);
    }

    private GivenRolloutEngine On<TDistribution>(DeviceKind device)
        where TDistribution : struct, IActionDistribution => given.Config is PpoConfig
        ? new AcceleratorGivenRolloutEngine<TDistribution, PpoLoss>(given, device)
        : new AcceleratorGivenRolloutEngine<TDistribution, A2CLoss>(given, device);
}
