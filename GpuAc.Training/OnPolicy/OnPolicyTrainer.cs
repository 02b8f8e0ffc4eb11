using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.States;
using GpuAc.Kernels.Statistics;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OnPolicy;

/// <summary>
/// A run of an on-policy algorithm: counts steps, assembles metrics and snapshots, notices divergence. The algorithm is what an iteration
/// does.
/// </summary>
internal class OnPolicyTrainer : ITrainer, IRecordsEpisodes
{
    private readonly OnPolicyConfig config;
    private readonly EnvironmentSpec environment;
    private readonly ActorCriticSpec network;
    private readonly DistributionKind distribution;
    private readonly ulong seed;
    private readonly IReadOnlyList<Metric<OnPolicyReport>> metrics;
    private readonly Action<double> update;
    private long iteration;
    private bool isDisposed;

    /// <summary>Takes over an engine.</summary>
    /// <param name="config">Settings.</param>
    /// <param name="setup">The engine, and what it was made from.</param>
    /// <param name="metrics">What the algorithm reports.</param>
    /// <param name="update">One iteration of the algorithm; told the fraction of training completed.</param>
    public OnPolicyTrainer(
        OnPolicyConfig config, OnPolicySetup setup, IReadOnlyList<Metric<OnPolicyReport>> metrics, Action<double> update)
    {
        this.metrics = metrics;
        this.update = update;
        this.config = config;
        environment = setup.Environment;
        network = setup.Network;
        distribution = setup.Distribution;
        seed = setup.Seed;
        Engine = setup.Engine;
    }

    /// <inheritdoc/>
    public long EnvSteps { get; private set; }

    /// <inheritdoc/>
    public long TotalSteps => config.TotalSteps;

    /// <summary>Where the work is done.</summary>
    internal IOnPolicyEngine Engine { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Metric> Metrics => metrics;

    /// <inheritdoc/>
    public IterationMetrics Iterate()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        double progress = Math.Min(1, (double)EnvSteps / TotalSteps);
        update(progress);
        OnPolicyStatistics result = Collect();
        iteration++;
        EnvSteps += result.Episodes.Steps;
        RequireFinite(result.Learning);
        var report = new OnPolicyReport(result, config.Optimizer.LearningRateAt(progress));
        return new IterationMetrics
        {
            Iteration = iteration,
            EnvSteps = EnvSteps,
            Episodes = result.Episodes.Episodes,
            MeanReturn = result.Episodes.MeanReturn,
            MeanLength = result.Episodes.MeanLength,
            Times = Engine.Times,
            Metrics = metrics,
            Held = MetricValues.Read(metrics, report),
        };
    }

    /// <inheritdoc/>
    public PolicySnapshot Snapshot()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return TrainedPolicy.Snapshot(
            environment, network, Engine.DownloadParameters(), distribution, Engine.Normalization, Engine.RewardScale,
            config.Algorithm.Name, seed, EnvSteps);
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
            Engine = SaveEngine(),
        };
    }

    /// <inheritdoc/>
    public void Restore(TrainerState state)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        ArgumentNullException.ThrowIfNull(state);
        state.Require(config.Algorithm.Name);
        RestoreEngine(state.Engine);
        (iteration, EnvSteps) = (state.Iteration, state.EnvSteps);
    }

    /// <inheritdoc/>
    public int RecordedEpisodes => Engine is IRecordsEpisodes records ? records.RecordedEpisodes : 0;

    /// <inheritdoc/>
    public RecordedEpisode Read(int index)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, RecordedEpisodes);
        return ((IRecordsEpisodes)Engine).Read(index);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        Free();
        GC.SuppressFinalize(this);
    }

    private void RequireFinite(LearnStatistics learning)
    {
        string? quantity = learning.NonFinite switch
        {
            NonFiniteQuantity.None when double.IsFinite(learning.PolicyLoss) && double.IsFinite(learning.ValueLoss) => null,
            NonFiniteQuantity.None => "loss",
            NonFiniteQuantity.Advantage => "advantage (return minus the critic's estimate)",
            NonFiniteQuantity.PolicyLoss => "policy loss",
            NonFiniteQuantity.ValueLoss => "value loss",
            NonFiniteQuantity.Entropy => "entropy of the policy",
            NonFiniteQuantity.GradientNorm => "norm of the gradient",
            NonFiniteQuantity.Weight => "weights after the update",
            _ => throw KnownValues.Unknown(learning.NonFinite),
        };
        if (quantity == null)
            return;
        throw new DivergedException(
            quantity,
            iteration,
            EnvSteps,
            $"Try a smaller learningRate (now {config.Optimizer.LearningRate}) or maxGradNorm (now {config.MaxGradNorm}), or "
            + "scaleRewards=true.");
    }

    /// <summary>What the iteration's phases reported.</summary>
    protected virtual OnPolicyStatistics Collect() => Engine.Collect();

    /// <summary>What the device holds.</summary>
    protected virtual EngineState SaveEngine() => Engine.Save();

    /// <summary>Puts it back.</summary>
    protected virtual void RestoreEngine(EngineState state) => Engine.Restore(state);

    /// <summary>Frees what the trainer owns.</summary>
    protected virtual void Free() => Engine.Dispose();
}
