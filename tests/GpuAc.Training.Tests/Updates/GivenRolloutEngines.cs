using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Tests.Updates;

/// <summary>Makes engines for a given rollout: closes them over the case's distribution and its algorithm's loss.</summary>
internal sealed class GivenRolloutEngines(GivenRollout given) : ILaneFunction<GivenRolloutEngine>
{
    /// <summary>An engine on CPU lanes.</summary>
    public GivenRolloutEngine Run<F>()
        where F : struct, IFloatLane<F> => given.Distribution switch
    {
        DistributionKind.Categorical => OnLanes<Categorical, F>(),
        DistributionKind.DiagonalGaussian => OnLanes<DiagonalGaussian, F>(),
        _ => OnLanes<SquashedGaussian, F>(),
    };

    /// <summary>An engine on an accelerator.</summary>
    public GivenRolloutEngine On(DeviceKind kind) => given.Distribution switch
    {
        DistributionKind.Categorical => On<Categorical>(kind),
        DistributionKind.DiagonalGaussian => On<DiagonalGaussian>(kind),
        _ => On<SquashedGaussian>(kind),
    };

    private GivenRolloutEngine OnLanes<TDistribution, F>()
        where TDistribution : struct, IActionDistribution
        where F : struct, IFloatLane<F> => given.Config switch
    {
        PpoConfig => new CpuGivenRolloutEngine<TDistribution, PpoLoss, F>(given, null),
        A3cConfig => new CpuGivenRolloutEngine<TDistribution, A2CLoss, F>(given, new SharedParameters(new PaddedLayout(given.Network))),
        _ => new CpuGivenRolloutEngine<TDistribution, A2CLoss, F>(given, null),
    };

    private GivenRolloutEngine On<TDistribution>(DeviceKind kind)
        where TDistribution : struct, IActionDistribution
    {
        AcceleratorDevice device = AcceleratorDevice.Open(kind);
        return given.Config switch
        {
            PpoConfig => new AcceleratorGivenRolloutEngine<TDistribution, PpoLoss>(given, device, null),
            A3cConfig => new AcceleratorGivenRolloutEngine<TDistribution, A2CLoss>(
                given, device.AddQueue(), new SharedParameterBuffers(device, new PaddedLayout(given.Network))),
            _ => new AcceleratorGivenRolloutEngine<TDistribution, A2CLoss>(given, device, null),
        };
    }
}
