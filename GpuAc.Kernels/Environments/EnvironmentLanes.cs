using GpuAc.Lanes;

namespace GpuAc.Kernels.Environments;

/// <summary>What environments carry from one time step to the next, one environment per lane.</summary>
internal struct EnvironmentLanes<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>State.</summary>
    public Components<F> State;

    /// <summary>Observation of the state, to act on next. Schedules that keep it in memory need not load it.</summary>
    public Components<F> Observation;

    /// <summary>Steps taken in the episode.</summary>
    public F Elapsed;

    /// <summary>Return of the episode so far; NaN where its clock was started in its middle.</summary>
    public F EpisodeReturn;
}
