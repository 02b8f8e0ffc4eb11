using GpuAc.Kernels.States;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.Tests.Support;

/// <summary>
/// A trainer whose policy after each iteration is given: the one that prefers a certain action of <see cref="RankEnvironment"/>.
/// </summary>
internal sealed class ScriptedTrainer(params int[] ranks) : ITrainer
{
    private int iterations;

    public const int StepsAnIteration = 10;

    public long EnvSteps => (long)iterations * StepsAnIteration;

    public long TotalSteps => (long)ranks.Length * StepsAnIteration;

    public IReadOnlyList<Metric> Metrics => [];

    /// <summary>Episodes that end in each iteration, with the rank as their return.</summary>
    public int EpisodesAnIteration { get; init; }

    /// <summary>Called at the end of every iteration with its number.</summary>
    public Action<int> Iterated { get; init; } = _ => { };

    public IterationMetrics Iterate()
    {
        Iterated(++iterations);
        return new IterationMetrics
        {
            Iteration = iterations,
            EnvSteps = EnvSteps,
            Episodes = EpisodesAnIteration,
            MeanReturn = EpisodesAnIteration == 0 ? double.NaN : ranks[iterations - 1],
            MeanLength = EpisodesAnIteration == 0 ? double.NaN : 1,
            Times = default,
        };
    }

    public PolicySnapshot Snapshot() => PolicyOf(iterations == 0 ? 0 : ranks[iterations - 1], EnvSteps);

    public TrainerState Save() => new() { Algorithm = "scripted", Iteration = iterations, EnvSteps = EnvSteps, Engine = new EngineState() };

    public void Restore(TrainerState state) => iterations = (int)state.Iteration;

    public void Dispose()
    {
    }

    /// <summary>The policy that always takes one action.</summary>
    public static PolicySnapshot PolicyOf(int action, long steps = 0)
    {
        var network = new ActorCriticSpec(
            new MlpSpec(1, []), MlpSpec.Create(1, [], Activation.Tanh, 5), MlpSpec.Create(1, [], Activation.Tanh, 1), 0);
        var parameters = new float[network.ParameterCount];
        parameters[5 + action] = 1;
        return new PolicySnapshot
        {
            Network = network,
            Parameters = parameters,
            Distribution = DistributionKind.Categorical,
            ObservationNames = ["noise"],
            ObservationLow = [0],
            ObservationHigh = [1],
            ActionNames = ["0", "1", "2", "3", "4"],
            Provenance = new PolicyProvenance { EnvironmentId = "Rank-v0", Algorithm = "script", TrainingSteps = steps },
        };
    }
}
