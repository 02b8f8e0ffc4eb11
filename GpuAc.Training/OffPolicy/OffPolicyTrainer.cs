using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Statistics;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OffPolicy;

/// <summary>A run of an off-policy algorithm: counts steps, assembles metrics and snapshots, notices divergence.</summary>
internal sealed class OffPolicyTrainer : ITrainer
{
    private readonly OffPolicyConfig config;
    private readonly OffPolicySetup setup;
    private readonly IReadOnlyList<Metric<OffPolicyReport>> metrics;
    private long iteration;
    private bool isDisposed;

    /// <summary>Takes over an engine.</summary>
    /// <param name="config">Settings.</param>
    /// <param name="setup">The engine, and what it was made from.</param>
    /// <param name="metrics">What the algorithm reports.</param>
    public OffPolicyTrainer(OffPolicyConfig config, OffPolicySetup setup, IReadOnlyList<Metric<OffPolicyReport>> metrics)
    {
        this.metrics = metrics;
        this.config = config;
        this.setup = setup;
    }

    /// <inheritdoc/>
    public long EnvSteps { get; private set; }

    /// <inheritdoc/>
    public long TotalSteps => config.TotalSteps;

    /// <inheritdoc/>
    public IReadOnlyList<Metric> Metrics => metrics;

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

        var report = new OffPolicyReport(result, setup.Engine.Temperature, config.Optimizer.LearningRateAt(progress), Updates);
        return new IterationMetrics
        {
            Iteration = iteration,
            EnvSteps = EnvSteps,
            Episodes = result.Episodes.Episodes,
            MeanReturn = result.Episodes.MeanReturn,
            MeanLength = result.Episodes.MeanLength,
            Times = setup.Engine.Times,
            Metrics = metrics,
            Held = MetricValues.Read(metrics, report),
        };
    }

    /// <inheritdoc/>
    public TrainerState Save()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return new TrainerState
        {
            Algorithm = config.Algorithm.Name,
            Iteration = iteration,
            EnvSteps = EnvSteps,
            Updates = Updates,
            Engine = Engine.Save(),
        };
    }

    /// <inheritdoc/>
    public void Restore(TrainerState state)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        ArgumentNullException.ThrowIfNull(state);
        state.Require(config.Algorithm.Name);
        Engine.Restore(state.Engine);
        (iteration, EnvSteps, Updates) = (state.Iteration, state.EnvSteps, state.Updates);
    }

    /// <inheritdoc/>
    public PolicySnapshot Snapshot()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return DeterministicSnapshot.Of(setup, setup.Engine.DownloadActor(), config.Algorithm.Name, EnvSteps);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        setup.Engine.Dispose();
    }
}
