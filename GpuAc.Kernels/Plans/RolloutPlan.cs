using GpuAc.Kernels.States;

namespace GpuAc.Kernels.Plans;

/// <summary>What a rollout is made with.</summary>
public sealed record RolloutPlan
{
    /// <summary>Parallel environments.</summary>
    public required int NumEnvs { get; init; }

    /// <summary>Time steps of each; the most, where rollouts are whole episodes.</summary>
    public required int NumSteps { get; init; }

    /// <summary>
    /// Whether a rollout is one whole episode of every environment, from a start state to the episode's end or to <see cref="NumSteps"/>,
    /// and ends with the longest of them. Otherwise every rollout has all its steps, and goes on where the last one ended.
    /// </summary>
    public bool WholeEpisodes { get; init; }

    /// <summary>Index of the first environment, for randomness: workers that each have environments of their own start apart.</summary>
    public int FirstEnvironment { get; init; }

    /// <summary>Seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Whether first episodes start anywhere within the time limit.</summary>
    public bool StaggerStarts { get; init; }

    /// <summary>
    /// Whether a time limit that ends an episode is learnt from as a terminal state, with nothing after it; false to bootstrap from the
    /// critic.
    /// </summary>
    public bool TimeLimitsTerminate { get; init; }

    /// <summary>Whether observations are normalised by their running moments.</summary>
    public required bool NormalizeObservations { get; init; }

    /// <summary>Whether rewards are divided by the running deviation of the discounted return.</summary>
    public required bool ScaleRewards { get; init; }

    /// <summary>Discount γ of that return.</summary>
    public required float Gamma { get; init; }

    /// <summary>Names what a state that goes on with this plan must have been saved with.</summary>
    internal void Require(StateTransfer state, string environment, string network, Type distribution, Type loss)
    {
        state.Require("environment", environment);
        state.Require("network", network);
        state.Require("distribution", TypeNames.Of(distribution));
        state.Require("loss", TypeNames.Of(loss));
        state.Require("numEnvs", NumEnvs);
        state.Require("numSteps", NumSteps);
        state.Require("firstEnvironment", FirstEnvironment);
        state.Require("seed", (long)Seed);
        state.Require("normalizeObservations", NormalizeObservations ? 1 : 0);
        state.Require("scaleRewards", ScaleRewards ? 1 : 0);
    }
}
