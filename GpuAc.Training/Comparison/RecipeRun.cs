using GpuAc.Envs;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Recipes;

namespace GpuAc.Training.Comparison;

/// <summary>One seed's run of a recipe, from its start to its final evaluation, with nothing written to disk.</summary>
public sealed record RecipeRun
{
    private const int FinalEpisodes = 100;

    /// <summary>Seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Deterministic returns over 100 episodes whose start states training never saw.</summary>
    public required EvaluationResult Evaluation { get; init; }

    /// <summary>Environment steps taken.</summary>
    public required long EnvSteps { get; init; }

    /// <summary>Episodes of training that ended.</summary>
    public required long Episodes { get; init; }

    /// <summary>Seconds that training took, its evaluations included, compiling not.</summary>
    public required double Seconds { get; init; }

    /// <summary>How training diverged, or null.</summary>
    public required string? Failure { get; init; }

    /// <summary>Returns of training's episodes, in order, one entry for every iteration in which any ended.</summary>
    public required IReadOnlyList<CurvePoint> Curve { get; init; }

    /// <summary>Runs a recipe.</summary>
    /// <param name="environment">The recipe's environment.</param>
    /// <param name="recipe">What to run.</param>
    /// <param name="options">Seed, device and threads.</param>
    /// <param name="cancellation">Ends training after the current iteration, and an evaluation at once.</param>
    /// <exception cref="GpuAcException">The recipe does not fit the environment, or the environment misbehaved.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static RecipeRun Start(
        EnvironmentEntry environment, Recipe recipe, TrainerOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(options);
        var curve = new Curves();
        using ITrainer trainer = Trainer.Create(environment, recipe.Config, options);
        // Start states of the evaluations during training differ from the final evaluation's, so that stopping early is not rewarded by
        // luck.
        var during = new Evaluator(environment, options.Seed ^ 0x5DEECE66DUL);
        TrainingResult result = TrainingSession.Run(trainer, recipe.Goal, during, curve, cancellation);
        return new RecipeRun
        {
            Seed = options.Seed,
            Evaluation = new Evaluator(environment, options.Seed)
                .Run(result.Policy, FinalEpisodes, cancellation),
            EnvSteps = result.EnvSteps,
            Episodes = result.Episodes,
            Seconds = result.TrainSeconds,
            Failure = result.Failure,
            Curve = curve.Points,
        };
    }

    private sealed class Curves : IProgress<TrainingProgress>
    {
        public List<CurvePoint> Points { get; } = [];

        public void Report(TrainingProgress value)
        {
            if (value.Metrics.Episodes > 0)
                Points.Add(new CurvePoint(value.Metrics.EnvSteps, value.Metrics.Episodes, value.Metrics.MeanReturn));
        }
    }
}
