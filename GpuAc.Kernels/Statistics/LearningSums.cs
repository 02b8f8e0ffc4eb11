namespace GpuAc.Kernels.Statistics;

/// <summary>Sums over the updates of an iteration, and what stopped it.</summary>
public struct LearningSums
{
    /// <summary>Updates of the critics.</summary>
    public long Updates;

    /// <summary>Updates of the actor.</summary>
    public long ActorUpdates;

    /// <summary>Σ of each update's mean ½(Q − y)².</summary>
    public double CriticLoss;

    /// <summary>Σ of each update's mean Q.</summary>
    public double Q;

    /// <summary>Σ of each update's mean actor loss.</summary>
    public double ActorLoss;

    /// <summary>Σ of each update's mean ln π.</summary>
    public double LogProb;

    /// <summary>Σ of the norms of the critics' gradient.</summary>
    public double CriticGradientNorm;

    /// <summary>The first quantity that was not finite, or null while all are.</summary>
    public string? NotFinite;

    /// <summary>Stopwatch ticks of summing gradients and updating parameters.</summary>
    public long OptimizeTicks;

    /// <summary>Stopwatch ticks of whole updates.</summary>
    public long Ticks;
}
