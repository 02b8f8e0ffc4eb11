using GpuAc.Envs.Contracts;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>What a rollout kernel is compiled for: the tile that its network works on, and the environment's sizes.</summary>
internal readonly record struct RolloutShape
{
    /// <summary>The tile.</summary>
    public required TileShape Tile { get; init; }

    /// <summary>Components of the environment's state.</summary>
    public required int StateSize { get; init; }

    /// <summary>Uniforms that a start state takes.</summary>
    public required int ResetUniforms { get; init; }

    /// <summary>Time limit.</summary>
    public required int MaxEpisodeSteps { get; init; }

    /// <summary>1 when observations are normalised.</summary>
    public required int NormalizeObservations { get; init; }

    /// <summary>1 when rewards are scaled.</summary>
    public required int ScaleRewards { get; init; }

    /// <summary>1 when a rollout is one whole episode of every environment.</summary>
    public required int WholeEpisodes { get; init; }

    /// <summary>1 when a time limit counts as a terminal state.</summary>
    public required int TimeLimitsTerminate { get; init; }

    /// <summary>Row of the steps taken in the episode, in the table that environments are kept in; the state's rows come first.</summary>
    public int Elapsed => StateSize;

    /// <summary>Row of the episode's return so far.</summary>
    public int EpisodeReturn => StateSize + 1;

    /// <summary>Row of the discounted return that reward scaling tracks.</summary>
    public int DiscountedReturn => StateSize + 2;

    /// <summary>Rows of that table.</summary>
    public int EnvironmentRows => StateSize + 3;

    /// <summary>Sums that a group keeps; see <see cref="RolloutSums"/>.</summary>
    public int Sums => RolloutSums.Observations + (NormalizeObservations != 0 ? 2 * Tile.Observations : 0);

    /// <summary>How often one environment can be truncated in a rollout.</summary>
    public static int Truncations(EnvironmentSpec spec, int numSteps) => ((numSteps - 1) / spec.MaxEpisodeSteps) + 1;
}

/// <summary>The order of the sums that the rollout kernel keeps.</summary>
internal static class RolloutSums
{
    /// <summary>
    /// Episodes that ended, their returns and lengths; discounted returns and their squares; steps that count; then two
    /// of each observation component.
    /// </summary>
    public const int Episodes = 0, Returns = 1, Lengths = 2, Discounted = 3, DiscountedSquares = 4, Steps = 5, Observations = 6;
}
