using GpuAc.Envs;
using GpuAc.Training.Comparison;
using GpuAc.Training.Recipes;

namespace GpuAc.Cli.Output;

/// <summary>A recipe's runs on its environment.</summary>
internal sealed record Comparison(EnvironmentEntry Environment, Recipe Recipe)
{
    /// <summary>The runs so far, one per seed.</summary>
    public List<RecipeRun> Runs { get; } = [];

    /// <summary>Why the algorithm cannot act in the environment, or null.</summary>
    public string? Misfit => Recipe.Config.ValidateFor(Environment.Spec) is [string fault, ..] ? fault : null;

    /// <summary>Runs whose final evaluation reached the environment's threshold.</summary>
    public int Solved => Runs.Count(run => run.Evaluation.MeanReturn >= Environment.Spec.SolvedReturn);

    /// <summary>Final returns over the seeds.</summary>
    public MeanAndDeviation Return => MeanAndDeviation.Of(Runs.Select(run => run.Evaluation.MeanReturn));

    /// <summary>Environment steps over the seeds.</summary>
    public MeanAndDeviation EnvSteps => MeanAndDeviation.Of(Runs.Select(run => (double)run.EnvSteps));

    /// <summary>Episodes of training over the seeds.</summary>
    public MeanAndDeviation Episodes => MeanAndDeviation.Of(Runs.Select(run => (double)run.Episodes));

    /// <summary>Seconds of training over the seeds.</summary>
    public MeanAndDeviation Seconds => MeanAndDeviation.Of(Runs.Select(run => run.Seconds));
}
