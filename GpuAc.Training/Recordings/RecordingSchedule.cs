namespace GpuAc.Training.Recordings;

/// <summary>
/// Which episodes of a run are recorded: 0, 1, 8, 27, ... (the cubes) and every 1000th, as Gymnasium's <c>capped_cubic_video_schedule</c>
/// does below and above 1000.
/// </summary>
public static class RecordingSchedule
{
    /// <summary>Whether an episode is recorded.</summary>
    /// <param name="episode">Number of the episode, from 0.</param>
    public static bool Includes(long episode)
    {
        long root = (long)Math.Round(Math.Cbrt(episode));
        return episode % 1000 == 0 || root * root * root == episode;
    }
}
