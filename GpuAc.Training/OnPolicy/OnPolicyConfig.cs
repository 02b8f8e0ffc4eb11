using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Lanes.Dense;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OnPolicy;

/// <summary>The settings that on-policy algorithms share. The defaults are Stable-Baselines3's where it has them.</summary>
public abstract record OnPolicyConfig : TrainerConfig
{
    /// <summary>
    /// Time steps of a rollout, at least 1. One iteration learns from <c>NumSteps × NumEnvs</c> samples, the rollout size. Where rollouts
    /// are whole episodes, it is room for the longest: at least the environment's time limit.
    /// </summary>
    public int NumSteps { get; init; } = 32;

    /// <summary>Weight of the value loss ½(V − R)², at least 0.</summary>
    public float ValueCoefficient { get; init; } = 0.5f;

    /// <summary>Weight of the entropy bonus, at least 0.</summary>
    public float EntropyCoefficient { get; init; }

    /// <summary>
    /// Whether advantages are brought to mean 0 and deviation 1 over each rollout (Stable-Baselines3 does it over each minibatch).
    /// </summary>
    public bool NormalizeAdvantages { get; init; } = true;

    /// <summary>Whether observations are normalised by their running mean and variance.</summary>
    public bool NormalizeObservations { get; init; }

    /// <summary>Whether rewards are divided by the running deviation of the discounted return.</summary>
    public bool ScaleRewards { get; init; }

    /// <summary>
    /// Whether the clocks of first episodes start anywhere within the time limit. Environments whose episodes only end there otherwise stay
    /// in step forever, and each short rollout then shows one phase of the episode alone.
    /// </summary>
    public bool StaggerStarts { get; init; }

    /// <summary>True for one body with two heads, false for separate actor and critic.</summary>
    public bool SharedBody { get; init; }

    /// <summary>
    /// Widths of the actor's own hidden layers, at least 1 and at most 4096 each; empty for those of <see
    /// cref="TrainerConfig.HiddenSizes"/>, or for none on top of a shared body.
    /// </summary>
    public IReadOnlyList<int> ActorHiddenSizes { get; init; } = [];

    /// <summary>Widths of the critic's own hidden layers, as <see cref="ActorHiddenSizes"/>.</summary>
    public IReadOnlyList<int> CriticHiddenSizes { get; init; } = [];

    /// <summary>Step size of the critic's own layers, above 0; 0 for the optimiser's. It follows the optimiser's schedule.</summary>
    public float CriticLearningRate { get; init; }

    /// <summary>True for a tanh-squashed Gaussian, false for one clipped to the bounds; continuous actions only.</summary>
    public bool SquashActions { get; init; }

    /// <summary>
    /// Whether the end of an episode by its time limit counts as a terminal state, after which nothing comes. It does not, but many
    /// published programs take it for one; false adds the critic's estimate of what would have come.
    /// </summary>
    public bool TimeLimitsTerminate { get; init; }

    /// <summary>Samples of an iteration: <see cref="NumSteps"/> × <see cref="TrainerConfig.NumEnvs"/>.</summary>
    public long RolloutSize => (long)NumSteps * NumEnvs;

    /// <summary>Whether rollouts are whole episodes.</summary>
    public virtual bool PlaysWholeEpisodes => false;

    /// <summary>Step size of the critic's own layers, in units of the optimiser's.</summary>
    public float CriticRateScale => CriticLearningRate > 0 ? CriticLearningRate / Optimizer.LearningRate : 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Validate()
    {
        List<string> faults = [.. base.Validate()];
        Require(faults, NumSteps >= 1, "numSteps", NumSteps, "must be at least 1");
        Require(
            faults, RolloutSize <= MaxRolloutSize, "numSteps × numEnvs", RolloutSize,
            $"must be at most {MaxRolloutSize}; use a shorter rollout");
        RequireNotNegative(faults, "valueCoefficient", ValueCoefficient);
        RequireNotNegative(faults, "entropyCoefficient", EntropyCoefficient);
        RequireNotNegative(faults, "criticLearningRate", CriticLearningRate, "as learningRate");
        foreach (int size in ActorHiddenSizes)
            Require(faults, size is >= 1 and <= 4096, "actorHiddenSizes", size, "must be between 1 and 4096 each");
        foreach (int size in CriticHiddenSizes)
            Require(faults, size is >= 1 and <= 4096, "criticHiddenSizes", size, "must be between 1 and 4096 each");
        Require(
            faults, !NormalizeAdvantages || RolloutSize != 1 || PlaysWholeEpisodes, "normalizeAdvantages", NormalizeAdvantages,
            "must be false where a rollout is a single sample, whose normalised advantage is 0 whatever happens");
        Require(
            faults, !PlaysWholeEpisodes || !StaggerStarts, "staggerStarts", StaggerStarts,
            "must be false where rollouts are whole episodes, which start together");
        Require(faults, !SharedBody || HiddenSizes.Count > 0, "sharedBody", SharedBody, "needs at least one hidden layer to share");
        return faults;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValidateFor(EnvironmentSpec environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var faults = new List<string>();
        if (SquashActions && environment.Action is DiscreteSpace)
            faults.Add(
                $"'squashActions' is for continuous actions, but is true and the actions of '{environment.Id}' are discrete; leave it "
                + "false.");
        if (PlaysWholeEpisodes && NumSteps >= 1 && NumSteps < environment.MaxEpisodeSteps)
        {
            faults.Add(
                $"'numSteps' must leave room for whole episodes of '{environment.Id}', which have up to {environment.MaxEpisodeSteps} "
                + $"steps, but is {NumSteps}; "
                + $"set it to {environment.MaxEpisodeSteps} or more.");
        }

        return faults;
    }

    /// <summary>The network for an environment's sizes.</summary>
    /// <param name="observations">Observation components.</param>
    /// <param name="actionSize">Choices or dimensions.</param>
    /// <param name="distribution">Action distribution.</param>
    public ActorCriticSpec CreateNetwork(int observations, int actionSize, DistributionKind distribution)
    {
        int logStds = distribution.HasLogStd() ? actionSize : 0;
        if (!SharedBody)
        {
            return new ActorCriticSpec(
                new MlpSpec(observations, []),
                MlpSpec.Create(observations, ActorHiddenSizes.Count > 0 ? ActorHiddenSizes : HiddenSizes, Activation, actionSize),
                MlpSpec.Create(observations, CriticHiddenSizes.Count > 0 ? CriticHiddenSizes : HiddenSizes, Activation, 1),
                logStds);
        }

        MlpSpec body = MlpSpec.Create(observations, HiddenSizes, Activation, 0);
        return new ActorCriticSpec(
            body,
            MlpSpec.Create(body.Outputs, ActorHiddenSizes, Activation, actionSize),
            MlpSpec.Create(body.Outputs, CriticHiddenSizes, Activation, 1),
            logStds);
    }

    /// <summary>What rollouts of an environment are made with.</summary>
    internal RolloutPlan CreatePlan(EnvironmentSpec environment, ulong seed) => new()
    {
        NumEnvs = NumEnvs,
        NumSteps = PlaysWholeEpisodes ? Math.Min(NumSteps, environment.MaxEpisodeSteps) : NumSteps,
        WholeEpisodes = PlaysWholeEpisodes,
        Seed = seed,
        StaggerStarts = StaggerStarts,
        TimeLimitsTerminate = TimeLimitsTerminate,
        NormalizeObservations = NormalizeObservations,
        ScaleRewards = ScaleRewards,
        Gamma = Gamma,
    };

    /// <summary>Adds a fault when minibatches of a size do not tile the rollout.</summary>
    protected void RequireMinibatch(List<string> faults, long minibatchSize)
    {
        if (Tiles(minibatchSize))
            return;
        IEnumerable<long> nearest = MinibatchesNear(minibatchSize).Take(2).Append(RolloutSize);
        faults.Add(
            $"'minibatchSize' must be a multiple of {Tile.Lanes} that divides the rollout size numSteps × numEnvs = {NumSteps} × "
            + $"{NumEnvs} = {RolloutSize}, "
            + $"or the rollout size itself, but is {minibatchSize}; try {string.Join(" or ", nearest.Distinct().Order())}.");
    }

    /// <summary>A size of minibatches that tile the rollout: the given one if they do, otherwise the nearest by ratio.</summary>
    protected long NearestMinibatch(long minibatchSize) =>
        Tiles(minibatchSize) ? minibatchSize : MinibatchesNear(minibatchSize).First();

    private bool Tiles(long minibatchSize) =>
        minibatchSize == RolloutSize || (minibatchSize > 0 && minibatchSize % Tile.Lanes == 0 && RolloutSize % minibatchSize == 0);

    private IEnumerable<long> MinibatchesNear(long minibatchSize) => Enumerable.Range(1, 4096)
        .Select(i => (long)i * Tile.Lanes)
        .Where(size => RolloutSize % size == 0 && size < RolloutSize)
        .Append(RolloutSize)
        .OrderBy(size => Math.Abs(Math.Log((double)size / Math.Max(1, minibatchSize))));

    private const long MaxRolloutSize = 1L << 30;
}
