using GpuAc.Envs;
using GpuAc.Envs.Contracts;
using GpuAc.Export;
using GpuAc.Policies.Networks;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Recipes;

namespace GpuAc.ML.Training;

/// <summary>Trains policies on environments and gives them as transforms of ML.NET, verified in ONNX Runtime.</summary>
/// <seealso cref="ReinforcementContextExtensions"/>
public sealed class ReinforcementCatalog
{
    /// <summary>Start states of the final evaluation differ from those of training's own, which may have ended training by luck.</summary>
    private const ulong FinalSeed = 0x5DEECE66DUL;

    internal ReinforcementCatalog()
    {
    }

    /// <summary>Trains on a built-in environment.</summary>
    /// <param name="environment">Its name, such as <c>cartpole</c> or <c>Pendulum-v1</c>.</param>
    /// <param name="config">An algorithm's settings, whose type chooses the algorithm; null for the environment's PPO recipe.</param>
    /// <param name="options">Seed, goal, columns; or null for the defaults.</param>
    /// <param name="cancellation">Ends training after the current iteration.</param>
    /// <exception cref="UnknownNameException">There is no environment of that name.</exception>
    /// <exception cref="GpuAcException">Settings are out of range, training diverged, or its device or environment failed.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public PolicyTransformer Train(
        string environment, TrainerConfig? config = null, ReinforcementOptions? options = null, CancellationToken cancellation = default) =>
        Train(EnvironmentCatalog.Find(environment), config, options, cancellation);

    /// <summary>Trains on an environment of your own.</summary>
    /// <typeparam name="TEnv">The environment.</typeparam>
    /// <param name="config">An algorithm's settings, whose type chooses the algorithm; null for PPO's defaults.</param>
    /// <param name="options">Seed, goal, columns; or null for the defaults.</param>
    /// <param name="cancellation">Ends training after the current iteration.</param>
    /// <exception cref="GpuAcException">Settings are out of range, training diverged, or its device or environment failed.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public PolicyTransformer Train<TEnv>(
        TrainerConfig? config = null, ReinforcementOptions? options = null, CancellationToken cancellation = default)
        where TEnv : struct, IEnvironment => Train(EnvironmentEntry.Of<TEnv>(), config, options, cancellation);

    /// <summary>Trains on an environment that is known as a value.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="config">An algorithm's settings, whose type chooses the algorithm; null for the environment's PPO recipe.</param>
    /// <param name="options">Seed, goal, columns; or null for the defaults.</param>
    /// <param name="cancellation">Ends training after the current iteration.</param>
    /// <exception cref="GpuAcException">Settings are out of range, training diverged, or its device or environment failed.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public PolicyTransformer Train(
        EnvironmentEntry environment, TrainerConfig? config = null, ReinforcementOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(environment);
        options ??= new ReinforcementOptions();
        if (options.EvaluationEpisodes < 1)
            throw new GpuAcException($"'EvaluationEpisodes' must be at least 1, but is {options.EvaluationEpisodes}.");
        Recipe recipe = config == null
            ? RecipeCatalog.Default(environment.Spec)
            : RecipeCatalog.Default(environment.Spec, config.Algorithm.Name);
        Evaluator Evaluate(ulong seed) => new(count => environment.CreateVectorEnvironment(count), seed);

        using ITrainer trainer = Trainer.Create(environment, config ?? recipe.Config, options.Trainer);
        TrainingResult result = TrainingSession.Run(
            trainer, options.Goal ?? recipe.Goal, Evaluate(options.Trainer.Seed), options.Observer, cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (result.Failure != null)
            throw new GpuAcException($"Training on {environment.Spec.Id} failed: {result.Failure}");

        using PolicyExport export = OnnxExporter.Export(result.Policy);
        EvaluationResult played = Evaluate(options.Trainer.Seed ^ FinalSeed)
            .Run(export.Policy.Act, options.EvaluationEpisodes, cancellation);
        PolicyProvenance provenance = result.Policy.Provenance with
        {
            EvaluationEpisodes = played.Episodes,
            EvaluationMeanReturn = played.MeanReturn,
            EvaluationStdReturn = played.StdReturn,
        };
        return new PolicyTransformer(OnnxPolicy.Load(export.ToBytes(provenance)), options.Columns);
    }
}
