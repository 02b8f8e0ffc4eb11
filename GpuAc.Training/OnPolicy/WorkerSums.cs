using GpuAc.Kernels.Statistics;

namespace GpuAc.Training.OnPolicy;

/// <summary>What one worker's updates of an iteration reported, summed.</summary>
internal struct WorkerSums
{
    private RolloutStatistics episodes;
    private LearnStatistics learning;
    private long updates;

    /// <summary>The first quantity that was not finite.</summary>
    public readonly NonFiniteQuantity NonFinite => learning.NonFinite;

    /// <summary>Adds an update.</summary>
    public void Add(in OnPolicyStatistics update) =>
        Add(new WorkerSums { episodes = update.Episodes, learning = update.Learning, updates = 1 });

    /// <summary>Adds another's sums.</summary>
    public void Add(in WorkerSums other)
    {
        episodes.Steps += other.episodes.Steps;
        episodes.Episodes += other.episodes.Episodes;
        episodes.ReturnSum += other.episodes.ReturnSum;
        episodes.LengthSum += other.episodes.LengthSum;
        learning.PolicyLoss += other.learning.PolicyLoss;
        learning.ValueLoss += other.learning.ValueLoss;
        learning.Entropy += other.learning.Entropy;
        learning.ApproxKl += other.learning.ApproxKl;
        learning.GradientNorm += other.learning.GradientNorm;
        if (learning.NonFinite == NonFiniteQuantity.None)
            learning.NonFinite = other.learning.NonFinite;
        updates += other.updates;
    }

    /// <summary>
    /// Means over the updates, which all have as many samples. Rollouts are too short to say what share of the returns' variance the critic
    /// explains.
    /// </summary>
    public readonly OnPolicyStatistics Means()
    {
        LearnStatistics means = learning with
        {
            PolicyLoss = learning.PolicyLoss / updates,
            ValueLoss = learning.ValueLoss / updates,
            Entropy = learning.Entropy / updates,
            ApproxKl = learning.ApproxKl / updates,
            GradientNorm = learning.GradientNorm / updates,
            Epochs = 1,
        };
        return new OnPolicyStatistics(episodes, new AdvantageStatistics { ExplainedVariance = double.NaN }, means);
    }
}
