using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OffPolicy;

/// <summary>The settings that algorithms learning from replay share. The defaults are Stable-Baselines3's where it has them.</summary>
public abstract record OffPolicyConfig : TrainerConfig
{
    private const long MaxReplayValues = 1L << 33;

    /// <summary>
    /// Sets the defaults in which off-policy algorithms differ from others: one environment, no clipping, two ReLU layers of 256.
    /// </summary>
    protected OffPolicyConfig()
    {
        NumEnvs = 1;
        MaxGradNorm = float.PositiveInfinity;
        HiddenSizes = [256, 256];
        Activation = Activation.ReLU;
        Optimizer = new OptimizerConfig { LearningRate = 3e-4f, Epsilon = 1e-8f };
        Initialization = new InitializationConfig { ActorOutputGain = 0.1f };
    }

    /// <summary>Time steps of an iteration, at least 1: how often metrics are reported and the policy may be evaluated.</summary>
    public int NumSteps { get; init; } = 250;

    /// <summary>
    /// Transitions that replay keeps, at least <see cref="MinibatchSize"/>; more than <see cref="TrainerConfig.TotalSteps"/> are never
    /// kept.
    /// </summary>
    public long ReplaySize { get; init; } = 1_000_000;

    /// <summary>Transitions per update, at least 1.</summary>
    public int MinibatchSize { get; init; } = 256;

    /// <summary>
    /// Environment steps of uniformly random actions before anything is learnt, at least 0. Learning also waits for a minibatch's worth of
    /// transitions.
    /// </summary>
    public long LearningStarts { get; init; } = 1000;

    /// <summary>
    /// Updates per time step of all environments, above 0: 1 for one per step, 0.25 for one every fourth, 2 for two per step.
    /// </summary>
    public float UpdatesPerStep { get; init; } = 1;

    /// <summary>
    /// Time steps between updates, at least 1: with 16, the updates of 16 steps are made together after the last of them.
    /// </summary>
    public int UpdateInterval { get; init; } = 1;

    /// <summary>τ: fraction of the online networks that the targets take over per update, in (0, 1].</summary>
    public float Tau { get; init; } = 0.005f;

    /// <summary>n of n-step returns, at least 1.</summary>
    public int ReturnSteps { get; init; } = 1;

    /// <summary>Learning rate of the critics, above 0, or 0 for that of the actor.</summary>
    public float CriticLearningRate { get; init; }

    /// <summary>Probability of a uniformly random action in place of the policy's at the start of learning, in [0, 1].</summary>
    public float StartEpsilon { get; init; }

    /// <summary>Factor applied to that probability in every time step, in (0, 1].</summary>
    public float EpsilonDecay { get; init; } = 1;

    /// <summary>Lowest value of that probability, in [0, 1].</summary>
    public float EndEpsilon { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Validate()
    {
        List<string> faults = [.. base.Validate()];
        Require(faults, NumSteps >= 1, "numSteps", NumSteps, "must be at least 1");
        Require(faults, MinibatchSize is >= 1 and <= 1 << 20, "minibatchSize", MinibatchSize, $"must be between 1 and {1 << 20}");
        Require(
            faults, ReplaySize >= MinibatchSize, "replaySize", ReplaySize,
            $"must hold at least one minibatch of {MinibatchSize}; make it larger, or minibatchSize smaller");
        Require(faults, ReplaySize <= MaxReplayValues / 64, "replaySize", ReplaySize, $"must be at most {MaxReplayValues / 64}");
        Require(faults, LearningStarts >= 0, "learningStarts", LearningStarts, "must be at least 0");
        Require(faults, UpdatesPerStep is > 0 and <= 1024, "updatesPerStep", UpdatesPerStep, "must be above 0 and at most 1024");
        Require(faults, UpdateInterval >= 1, "updateInterval", UpdateInterval, "must be at least 1");
        Require(faults, Tau is > 0 and <= 1, "tau", Tau, "must be in (0, 1]; 1 copies the networks outright");
        Require(faults, ReturnSteps is >= 1 and <= 64, "returnSteps", ReturnSteps, "must be between 1 and 64");
        RequireNotNegative(faults, "criticLearningRate", CriticLearningRate, "the actor's");
        Require(faults, StartEpsilon is >= 0 and <= 1, "startEpsilon", StartEpsilon, "must be in [0, 1]");
        Require(faults, EpsilonDecay is > 0 and <= 1, "epsilonDecay", EpsilonDecay, "must be in (0, 1]");
        Require(faults, EndEpsilon is >= 0 and <= 1, "endEpsilon", EndEpsilon, "must be in [0, 1]");
        return faults;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings()
    {
        long perIteration = (long)NumEnvs * NumSteps, steps = (TotalSteps + perIteration - 1) / perIteration * perIteration;
        return steps > ReplayAtStart
            ? []
            : [
                $"'totalSteps' {TotalSteps} ends the run after {steps} environment steps, before learning starts: 'learningStarts' "
                + $"{LearningStarts} and a minibatch of {MinibatchSize} transitions ask for {ReplayAtStart}. No update is made; take more "
                + "steps, or make 'learningStarts' smaller.",
            ];
    }

    /// <summary>Adds the faults of a temperature's settings.</summary>
    protected static void RequireTemperature(List<string> faults, ISoftConfig soft)
    {
        RequirePositive(faults, "initialTemperature", soft.InitialTemperature);
        RequireNotNegative(faults, "temperatureLearningRate", soft.TemperatureLearningRate, "the actor's");
    }

    // Transitions that replay must hold before learning begins.
    private long ReplayAtStart => Math.Max(LearningStarts, MinibatchSize);

    /// <summary>Optimiser of the critics: the actor's, but for its learning rate.</summary>
    internal OptimizerConfig CriticOptimizer => CriticLearningRate > 0 ? Optimizer with { LearningRate = CriticLearningRate } : Optimizer;

    /// <summary>Noise of exploration, in addition to ε-greedy.</summary>
    internal virtual ExplorationStep Noise => default;

    /// <summary>What an engine needs to know of a run.</summary>
    /// <param name="learning">How to learn.</param>
    internal OffPolicyRun CreateRun(OffPolicyPlan learning) => new(
        NumEnvs,
        NumSteps,
        Math.Min(ReplaySize, Math.Max(TotalSteps, MinibatchSize)),
        ReturnSteps,
        Gamma,
        ReplayAtStart,
        UpdatesPerStep,
        UpdateInterval,
        new ExplorationPlan((LearningStarts + NumEnvs - 1) / NumEnvs, Noise, StartEpsilon, EpsilonDecay, EndEpsilon),
        learning);

    /// <summary>The networks for an environment's sizes.</summary>
    /// <param name="observations">Observation components.</param>
    /// <param name="actionSize">Choices or dimensions.</param>
    public abstract OffPolicySpec CreateNetworks(int observations, int actionSize);
}
