namespace GpuAc.Kernels.Statistics;

/// <summary>Sums over the samples of updates.</summary>
internal struct UpdateStatistics
{
    /// <summary>Σ ½(Q − y)², over samples and critics.</summary>
    public double CriticLoss;

    /// <summary>Σ Q of the first critic.</summary>
    public double Q;

    /// <summary>Σ of the actor's loss.</summary>
    public double ActorLoss;

    /// <summary>Σ ln π of the current policy's actions, or of its negative entropy.</summary>
    public double LogProb;

    /// <summary>Adds another's sums.</summary>
    public void Add(in UpdateStatistics other)
    {
        CriticLoss += other.CriticLoss;
        Q += other.Q;
        ActorLoss += other.ActorLoss;
        LogProb += other.LogProb;
    }
}
