using GpuAc.Envs;
using GpuAc.Kernels.Plans;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Checkpoints;
using GpuAc.Training.Recipes;

namespace GpuAc.Cli.Commands;

/// <summary>What <c>gpuac train</c> was asked for.</summary>
internal sealed record TrainRequest
{
    /// <summary>Id or alias, or null for the recipe's.</summary>
    public string? Environment { get; init; }

    /// <summary>Algorithm, or null for the recipe's.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Recipe, or null for the environment's default.</summary>
    public string? Recipe { get; init; }

    /// <summary>Environments, or null for the recipe's.</summary>
    public int? NumEnvs { get; init; }

    /// <summary>Environment steps, or null for the recipe's.</summary>
    public long? Steps { get; init; }

    /// <summary>Seed, or null for the earlier run's, or 0.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Device, or null for the earlier run's, or the best there is.</summary>
    public DeviceKind? Device { get; init; }

    /// <summary>Threads, or null for one per core.</summary>
    public int? Threads { get; init; }

    /// <summary>Return to stop at, or null for the recipe's.</summary>
    public float? StopAt { get; init; }

    /// <summary>Output folder, or null for a numbered one.</summary>
    public string? Folder { get; init; }

    /// <summary><c>name=value</c> each.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>A policy, or the folder of a run, whose weights to start from, or null.</summary>
    public string? InitFrom { get; init; }

    /// <summary>A run's <c>config.json</c> to take settings from, or null.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Folder of the run to resume, or null for a new one.</summary>
    public string? Resume { get; init; }

    /// <summary>When to write checkpoints.</summary>
    public CheckpointSchedule Checkpoints { get; init; } = new();

    /// <summary>Whether to print JSON.</summary>
    public bool Json { get; init; }

    /// <summary>The environment to train.</summary>
    /// <exception cref="GpuAcException">A name is unknown, or neither environment nor recipe was named.</exception>
    public EnvironmentEntry FindEnvironment() => EnvironmentCatalog.Find(
        Environment ?? (Recipe != null
            ? RecipeCatalog.Find(Recipe).EnvironmentId
            : throw new GpuAcException(
                "'train' needs ENV, an id or alias from 'gpuac envs' such as cartpole, or --recipe NAME from 'gpuac recipes'.")));

    /// <summary>The recipe with everything that was asked for applied to it.</summary>
    /// <exception cref="GpuAcException">A name is unknown, or settings do not fit together.</exception>
    public FittedRecipe Resolve(EnvironmentEntry entry)
    {
        Recipe recipe = Recipe == null ? RecipeCatalog.Default(entry.Spec, Algorithm ?? "ppo") : RecipeCatalog.Find(Recipe, entry.Spec);
        if (Algorithm != null && !string.Equals(recipe.Config.Algorithm.Name, Algorithm, StringComparison.OrdinalIgnoreCase))
            throw new GpuAcException(
                $"Recipe '{recipe.Name}' is for {recipe.Config.Algorithm}, not for {Algorithm}; leave out --algorithm or --recipe.");
        return Apply(recipe);
    }

    /// <summary>A recipe with the settings that were asked for.</summary>
    /// <exception cref="GpuAcException">A setting is unknown, or settings do not fit together.</exception>
    public FittedRecipe Apply(Recipe recipe)
    {
        TrainerConfig config = recipe.Config;
        if (NumEnvs is { } envs)
            config = config with { NumEnvs = envs };
        if (Steps is { } steps)
            config = config with { TotalSteps = steps };
        config = Commands.Overrides.Apply(config, [.. Overrides]);
        IReadOnlyList<string> notes = Commands.Overrides.Fit(ref config, Overrides);
        IReadOnlyList<string> faults = config.Validate();
        if (faults.Count > 0)
            throw new GpuAcException(string.Join(System.Environment.NewLine, faults));
        TrainingGoal goal = recipe.Goal;
        if (StopAt is { } target)
            goal = goal with { StopAtReturn = target, EvaluationInterval = Math.Max(1, goal.EvaluationInterval) };
        return new FittedRecipe(recipe with { Config = config, Goal = goal }, [.. notes, .. config.Warnings()]);
    }
}
