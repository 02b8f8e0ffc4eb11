namespace GpuAc.Kernels.Plans;

/// <summary>
/// Something that can tell what happened in the episodes of its last iteration: trainers whose rollouts are whole episodes, on devices that
/// keep them.
/// </summary>
public interface IRecordsEpisodes
{
    /// <summary>
    /// Episodes of the last iteration that can be had; 0 when rollouts are not whole episodes, or the device does not keep them.
    /// </summary>
    int RecordedEpisodes { get; }

    /// <summary>One of them.</summary>
    /// <param name="index">Index below <see cref="RecordedEpisodes"/>, the environment's.</param>
    RecordedEpisode Read(int index);
}
