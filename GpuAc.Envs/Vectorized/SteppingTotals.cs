namespace GpuAc.Envs.Vectorized;

/// <summary>Running sums over steps with random actions.</summary>
internal struct SteppingTotals
{
    /// <summary>Environment steps.</summary>
    public long Steps;

    /// <summary>Episodes that ended.</summary>
    public long Episodes;

    /// <summary>Steps of those episodes.</summary>
    public long EpisodeSteps;

    /// <summary>Rewards of all steps.</summary>
    public double RewardSum;

    /// <summary>Adds another sum.</summary>
    public void Add(in SteppingTotals other)
    {
        Steps += other.Steps;
        Episodes += other.Episodes;
        EpisodeSteps += other.EpisodeSteps;
        RewardSum += other.RewardSum;
    }
}
