using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Statistics;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OffPolicy;

/// <summary>What off-policy trainers share: counting steps, assembling metrics and snapshots, noticing divergence.</summary>
public abstract class OffPolicyTrainer : ITrainer
{
    private readonly OffPolicyConfig config;
    private readonly OffPolicySetup setup;
    private long iteration;
    private bool isDisposed;

    /// <summary>Takes over an engine.</summary>
    private protected OffPolicyTrainer(OffPolicyConfig config, OffPolicySetup setup)
    {
        this.config = config;
        this.setup = setup;
    }

    /// <inheritdoc/>
    public long EnvSteps { get; private set; }

    /// <inheritdoc/>
    public long TotalSteps => config.TotalSteps;

    /// <summary>Updates of the critics so far.</summary>
    public long Updates { get; private set; }

    /// <summary>Where the work is done.</summary>
    internal IOffPolicyEngine Engine => setup.Engine;

    /// <inheritdoc/>
    public IterationMetrics Iterate()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        double progress = Math.Min(1, (double)EnvSteps / TotalSteps);
        OffPolicyStatistics result = setup.Engine.Run(progress);
        LearningSums learning = result.Learning;
        EnvSteps += setup.Engine.IterationSteps;
        Updates += learning.Updates;
        iteration++;
        if (learning.NotFinite is { } name)
        {
            throw new DivergedException(
                name, iteration, EnvSteps,
                $"Try a smaller learningRate (now {config.Optimizer.LearningRate}) or maxGradNorm (now {config.MaxGradNorm}).");
        }

        bool isSoft = setup.Engine.Temperature > 0, hasEntropy = isSoft || HasEntropy;
        return new IterationMetrics
        {
            Iteration = iteration,
            EnvSteps = EnvSteps,
            Episodes = result.Episodes.Episodes,
            MeanReturn = result.Episodes.MeanReturn,
            MeanLength = result.Episodes.MeanLength,
            CriticLoss = Mean(learning.CriticLoss, learning.Updates),
            MeanQ = Mean(learning.Q, learning.Updates),
            ActorLoss = Mean(learning.ActorLoss, learning.ActorUpdates),
            Entropy = hasEntropy ? -Mean(learning.LogProb, learning.ActorUpdates) : double.NaN,
            Temperature = isSoft ? setup.Engine.Temperature : double.NaN,
            GradientNorm = Mean(learning.CriticGradientNorm, learning.Updates),
            LearningRate = config.Optimizer.LearningRateAt(progress),
            Exploration = result.Exploration,
            Times = setup.Engine.Times,
        };
    }

    /// <summary>Whether the algorithm reports its policy's entropy although it has no temperature.</summary>
    private protected virtual bool HasEntropy => false;

    /// <inheritdoc/>
    public PolicySnapshot Snapshot()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return DeterministicSnapshot.Of(setup, setup.Engine.DownloadActor(), config.Algorithm, EnvSteps);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        setup.Engine.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What every algorithm's plan takes from the settings.</summary>
    private protected static OffPolicyPlan CommonPlan(OffPolicyConfig config, ulong seed) => new()
    {
        Seed = seed,
        MinibatchSize = config.MinibatchSize,
        ActorOptimizer = config.Optimizer,
        CriticOptimizer = config.CriticOptimizer,
        MaxGradNorm = config.MaxGradNorm,
        Tau = config.Tau,
    };

    /// <summary>The same and the temperature, of algorithms that are paid for their entropy.</summary>
    private protected static OffPolicyPlan SoftPlan<TConfig>(TConfig config, ulong seed)
        where TConfig : OffPolicyConfig, ISoftConfig => CommonPlan(config, seed) with
    {
        InitialTemperature = config.InitialTemperature,
        TemperatureOptimizer = config.TemperatureOptimizer,
    };

    // NaN where nothing was summed.
    private static double Mean(double sum, long count) => count == 0 ? double.NaN : sum / count;
}
