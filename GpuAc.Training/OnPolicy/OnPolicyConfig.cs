using GpuAc.Kernels.Activations;
using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Distributions;
using GpuAc.Kernels.Networks;
using GpuAc.Kernels.Optimizers;

namespace GpuAc.Training.OnPolicy;

/// <summary>The settings that on-policy algorithms share. The defaults are Stable-Baselines3's where it has them.</summary>
public abstract record OnPolicyConfig
{
    /// <summary>Short name of the algorithm, such as <c>ppo</c>.</summary>
    public abstract string Algorithm { get; }

    /// <summary>Environments side by side, at least 1.</summary>
    public int NumEnvs { get; init; } = 1024;

    /// <summary>Time steps of a rollout, at least 1. One iteration learns from <c>NumSteps × NumEnvs</c> samples, the rollout size.</summary>
    public int NumSteps { get; init; } = 32;

    /// <summary>Environment steps after which training ends, at least 1; rounded up to whole rollouts.</summary>
    public long TotalSteps { get; init; } = 1_000_000;

    /// <summary>Discount γ per step, in [0, 1].</summary>
    public float Gamma { get; init; } = 0.99f;

    /// <summary>Weight of the value loss ½(V − R)², at least 0.</summary>
    public float ValueCoefficient { get; init; } = 0.5f;

    /// <summary>Weight of the entropy bonus, at least 0.</summary>
    public float EntropyCoefficient { get; init; }

    /// <summary>Largest global norm of a gradient, above 0; +∞ for no clipping.</summary>
    public float MaxGradNorm { get; init; } = 0.5f;

    /// <summary>Whether advantages are brought to mean 0 and deviation 1 over each rollout (Stable-Baselines3 does it over each minibatch).</summary>
    public bool NormalizeAdvantages { get; init; } = true;

    /// <summary>Whether observations are normalised by their running mean and variance.</summary>
    public bool NormalizeObservations { get; init; }

    /// <summary>Whether rewards are divided by the running deviation of the discounted return.</summary>
    public bool ScaleRewards { get; init; }

    /// <summary>
    /// Whether the clocks of first episodes start anywhere within the time limit. Environments whose episodes only end there otherwise
    /// stay in step forever, and each short rollout then shows one phase of the episode alone.
    /// </summary>
    public bool StaggerStarts { get; init; }

    /// <summary>Widths of the hidden layers, of actor and critic each or of the shared body; at least 1 each, at most 4096.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [64, 64];

    /// <summary>Activation of the hidden layers.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>True for one body with two heads, false for separate actor and critic.</summary>
    public bool SharedBody { get; init; }

    /// <summary>True for a tanh-squashed Gaussian, false for one clipped to the bounds; continuous actions only.</summary>
    public bool SquashActions { get; init; }

    /// <summary>How parameters start.</summary>
    public InitializationConfig Initialization { get; init; } = new();

    /// <summary>Optimiser.</summary>
    public OptimizerConfig Optimizer { get; init; } = new();

    /// <summary>Samples of an iteration: <see cref="NumSteps"/> × <see cref="NumEnvs"/>.</summary>
    public long RolloutSize => (long)NumSteps * NumEnvs;

    /// <summary>Every fault found, each naming setting, value and remedy; empty when valid.</summary>
    public virtual IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        Require(faults, NumEnvs >= 1, "numEnvs", NumEnvs, "must be at least 1");
        Require(faults, NumSteps >= 1, "numSteps", NumSteps, "must be at least 1");
        Require(faults, TotalSteps >= 1, "totalSteps", TotalSteps, "must be at least 1");
        Require(faults, RolloutSize <= MaxRolloutSize, "numSteps × numEnvs", RolloutSize, $"must be at most {MaxRolloutSize}; use a shorter rollout");
        Require(faults, Gamma is >= 0 and <= 1, "gamma", Gamma, "must be in [0, 1]");
        Require(faults, ValueCoefficient >= 0 && float.IsFinite(ValueCoefficient), "valueCoefficient", ValueCoefficient, "must be finite and at least 0");
        Require(faults, EntropyCoefficient >= 0 && float.IsFinite(EntropyCoefficient), "entropyCoefficient", EntropyCoefficient, "must be finite and at least 0");
        Require(faults, MaxGradNorm > 0, "maxGradNorm", MaxGradNorm, "must be above 0, or Infinity for no clipping");
        Require(faults, Enum.IsDefined(Activation), "activation", Activation, $"must be one of {string.Join(", ", Enum.GetNames<Activation>())}");
        foreach (int size in HiddenSizes)
            Require(faults, size is >= 1 and <= 4096, "hiddenSizes", size, "must be between 1 and 4096 each");
        Require(faults, !SharedBody || HiddenSizes.Count > 0, "sharedBody", SharedBody, "needs at least one hidden layer to share");
        faults.AddRange(Initialization.Validate());
        faults.AddRange(Optimizer.Validate());
        return faults;
    }

    /// <summary>The network for an environment's sizes.</summary>
    /// <param name="observations">Observation components.</param>
    /// <param name="actionSize">Choices or dimensions.</param>
    /// <param name="distribution">Action distribution.</param>
    public ActorCriticSpec CreateNetwork(int observations, int actionSize, DistributionKind distribution)
    {
        int logStds = distribution == DistributionKind.Categorical ? 0 : actionSize;
        if (!SharedBody)
        {
            return new ActorCriticSpec(
                new MlpSpec(observations, []),
                MlpSpec.Create(observations, HiddenSizes, Activation, actionSize),
                MlpSpec.Create(observations, HiddenSizes, Activation, 1),
                logStds);
        }

        MlpSpec body = MlpSpec.Create(observations, HiddenSizes, Activation, 0);
        return new ActorCriticSpec(
            body, MlpSpec.Create(body.Outputs, [], Activation, actionSize), MlpSpec.Create(body.Outputs, [], Activation, 1), logStds);
    }

    /// <summary>Adds a fault unless a condition holds.</summary>
    private protected static void Require<T>(List<string> faults, bool holds, string name, T value, string rule)
    {
        if (!holds)
            faults.Add($"'{name}' {rule}, but is {value}.");
    }

    /// <summary>Adds a fault when minibatches of a size do not tile the rollout.</summary>
    private protected void RequireMinibatch(List<string> faults, long minibatchSize)
    {
        if (minibatchSize == RolloutSize || (minibatchSize > 0 && minibatchSize % Tile.Lanes == 0 && RolloutSize % minibatchSize == 0))
            return;
        IEnumerable<long> divisors = Enumerable.Range(1, 4096).Select(i => (long)i * Tile.Lanes).Where(size => RolloutSize % size == 0 && size < RolloutSize);
        IEnumerable<long> nearest = divisors.OrderBy(size => Math.Abs(Math.Log((double)size / Math.Max(1, minibatchSize)))).Take(2).Append(RolloutSize);
        faults.Add(
            $"'minibatchSize' must be a multiple of {Tile.Lanes} that divides the rollout size numSteps × numEnvs = {NumSteps} × {NumEnvs} = {RolloutSize}, "
            + $"or the rollout size itself, but is {minibatchSize}; try {string.Join(" or ", nearest.Distinct().Order())}.");
    }

    private const long MaxRolloutSize = 1L << 30;
}
