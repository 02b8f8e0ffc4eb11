using GpuAc.Envs.Contracts;

namespace GpuAc.Training.Algorithms;

/// <summary>
/// An algorithm: its name, its settings, what its trainers report, and how they are made. <c>GpuAc.Training.AlgorithmCatalog</c> knows the
/// built-in ones and those that a program registers.
/// </summary>
/// <remarks>
/// An own algorithm derives from <c>OnPolicyAlgorithm</c> or <c>OffPolicyAlgorithm</c>, which bring the schedules of every device; from
/// this class only if it brings its own.
/// </remarks>
public abstract class Algorithm
{
    /// <summary>Short unique name, such as <c>ppo</c>: lower-case letters, digits and hyphens, beginning with a letter.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, in a few words, for lists.</summary>
    public abstract string Summary { get; }

    /// <summary>Its settings with their defaults.</summary>
    public abstract TrainerConfig Defaults { get; }

    /// <summary>What its trainers report in addition to what all do, in the order of the columns of <c>metrics.csv</c>.</summary>
    /// <param name="config">Settings of this algorithm.</param>
    public abstract IReadOnlyList<Metric> MetricsOf(TrainerConfig config);

    /// <summary>Makes a trainer.</summary>
    /// <typeparam name="TEnv">Environment.</typeparam>
    /// <param name="config">Settings of this algorithm, validated.</param>
    /// <param name="options">Seed, device, threads, lane width.</param>
    /// <exception cref="GpuAcException">The device is not there, or cannot hold or translate what is asked of it.</exception>
    public abstract ITrainer CreateTrainer<TEnv>(TrainerConfig config, TrainerOptions options)
        where TEnv : struct, IEnvironment;

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;
}
