using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Distributions;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Networks;
using GpuAc.Training.Recordings;

namespace GpuAc.Training.OnPolicy;

/// <summary>
/// What on-policy trainers share: counting steps, assembling metrics and snapshots. An algorithm adds its <see cref="Update"/>.
/// </summary>
public abstract class OnPolicyTrainer : ITrainer, IRecordsEpisodes
{
    private readonly OnPolicyConfig config;
    private readonly EnvironmentSpec environment;
    private readonly ActorCriticSpec network;
    private readonly DistributionKind distribution;
    private readonly ulong seed;
    private long iteration;
    private bool isDisposed;

    /// <summary>Takes over an engine.</summary>
    private protected OnPolicyTrainer(OnPolicyConfig config, OnPolicySetup setup)
    {
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

    /// <summary>Whether the algorithm trains a critic.</summary>
    private protected virtual bool HasCritic => true;

    /// <summary>Share of training that is behind, in [0, 1], for schedules.</summary>
    private protected double Progress => Math.Min(1, (double)EnvSteps / TotalSteps);

    /// <inheritdoc/>
    public IterationMetrics Iterate()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        double progress = Progress;
        Update();
        OnPolicyStatistics result = Collect();
        iteration++;
        EnvSteps += result.Episodes.Steps;
        RequireFinite(result.Learning);
        return new IterationMetrics
        {
            Iteration = iteration,
            EnvSteps = EnvSteps,
            Episodes = result.Episodes.Episodes,
            MeanReturn = result.Episodes.MeanReturn,
            MeanLength = result.Episodes.MeanLength,
            PolicyLoss = result.Learning.PolicyLoss,
            ValueLoss = HasCritic ? result.Learning.ValueLoss : double.NaN,
            Entropy = result.Learning.Entropy,
            ApproxKl = result.Learning.ApproxKl,
            ClipFraction = result.Learning.ClipFraction,
            ExplainedVariance = HasCritic ? result.Advantages.ExplainedVariance : double.NaN,
            GradientNorm = result.Learning.GradientNorm,
            LearningRate = config.Optimizer.LearningRateAt(progress),
            Times = Engine.Times,
        };
    }

    /// <inheritdoc/>
    public PolicySnapshot Snapshot() => isDisposed ? throw new ObjectDisposedException(GetType().FullName) : new PolicySnapshot
    {
        Network = network,
        Parameters = Engine.DownloadParameters(),
        Distribution = distribution,
        Normalization = Engine.Normalization,
        RewardScale = Engine.RewardScale,
        ObservationNames = [.. environment.Observation.Select(dimension => dimension.Name)],
        ObservationLow = [.. environment.Observation.Select(dimension => dimension.Low)],
        ObservationHigh = [.. environment.Observation.Select(dimension => dimension.High)],
        ActionNames = [.. environment.Action.Names],
        ActionLow = environment.Action is BoxSpace low ? [.. low.Dimensions.Select(dimension => dimension.Low)] : [],
        ActionHigh = environment.Action is BoxSpace high ? [.. high.Dimensions.Select(dimension => dimension.High)] : [],
        Provenance = new PolicyProvenance
        {
            EnvironmentId = environment.Id,
            Algorithm = config.Algorithm,
            Seed = seed,
            TrainingSteps = EnvSteps,
        },
    };

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
            _ => "weights after the update",
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

    /// <summary>How to learn with one gradient step over the whole rollout, as all but PPO do.</summary>
    /// <param name="valueCoefficient">Weight of the value loss; 0 to train no critic.</param>
    private protected LearnPlan OneStepPlan(float valueCoefficient) => new()
    {
        NumEpochs = 1,
        MinibatchSize = Engine.RolloutSize,
        Optimizer = config.Optimizer,
        CriticRateScale = config.CriticRateScale,
        MaxGradNorm = config.MaxGradNorm,
        Loss = new LossSettings { ValueCoefficient = valueCoefficient, EntropyCoefficient = config.EntropyCoefficient },
    };

    /// <summary>One iteration of the algorithm.</summary>
    private protected abstract void Update();

    /// <summary>What the iteration's phases reported.</summary>
    private protected virtual OnPolicyStatistics Collect() => Engine.Collect();

    /// <summary>Frees what the trainer owns.</summary>
    private protected virtual void Free() => Engine.Dispose();
}
