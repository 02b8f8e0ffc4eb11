using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Training.OffPolicy;

namespace GpuAc.Training.Tests.Updates;

/// <summary>Makes learners for given replays: closes them over the algorithm's update.</summary>
internal sealed class GivenReplayLearners(GivenReplay given) : ILaneFunction<GivenReplayLearner>
{
    /// <summary>A learner on CPU lanes.</summary>
    public GivenReplayLearner Run<F>()
        where F : struct, IFloatLane<F> => given.Config switch
    {
        SacConfig => new CpuGivenReplayLearner<ContinuousUpdate<SoftGaussianPolicy>, F>(given),
        SacDiscreteConfig => new CpuGivenReplayLearner<SoftCategoricalUpdate, F>(given),
        QActorCriticConfig => new CpuGivenReplayLearner<QActorCriticUpdate, F>(given),
        _ when given.IsLinear => new CpuGivenReplayLearner<ContinuousUpdate<LinearPolicy>, F>(given),
        _ => new CpuGivenReplayLearner<ContinuousUpdate<TanhPolicy>, F>(given),
    };

    /// <summary>A learner on an accelerator.</summary>
    public GivenReplayLearner On(DeviceKind device) => given.Config switch
    {
        SacConfig => new AcceleratorGivenReplayLearner<ContinuousUpdate<SoftGaussianPolicy>>(given, device),
        SacDiscreteConfig => new AcceleratorGivenReplayLearner<SoftCategoricalUpdate>(given, device),
        QActorCriticConfig => new AcceleratorGivenReplayLearner<QActorCriticUpdate>(given, device),
        _ when given.IsLinear => new AcceleratorGivenReplayLearner<ContinuousUpdate<LinearPolicy>>(given, device),
        _ => new AcceleratorGivenReplayLearner<ContinuousUpdate<TanhPolicy>>(given, device),
    };
}
