using GpuAc.Envs;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Engines;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training;

/// <summary>Makes trainers. The settings' type chooses the algorithm, built in or the user's own.</summary>
public static class Trainer
{
    /// <summary>A trainer of an environment known by its type.</summary>
    /// <typeparam name="TEnv">The environment, built in or the user's own.</typeparam>
    /// <param name="config">Settings of an algorithm, such as <see cref="PpoConfig"/>; their type chooses the algorithm.</param>
    /// <param name="options">Seed, device, threads, or null for seed 0 on the best device and all cores.</param>
    /// <exception cref="GpuAcException">Settings are out of range or do not fit together (all faults are named), or the environment's first
    /// step returned a value that is not finite.</exception>
    /// <remarks>
    /// On a CPU, first rehearses a tiny run, so that the code is compiled before training begins; nothing of it is kept.
    /// </remarks>
    public static ITrainer Create<TEnv>(TrainerConfig config, TrainerOptions? options = null)
        where TEnv : struct, IEnvironment
    {
        ArgumentNullException.ThrowIfNull(config);
        options ??= new TrainerOptions();
        EnvironmentSpec spec = TEnv.Spec;
        SpecificationRules.Require(spec, typeof(TEnv).Name);
        string[] faults = [.. config.Validate(), .. options.Validate(), .. config.ValidateFor(spec)];
        if (faults.Length > 0)
            throw new GpuAcException(string.Join(Environment.NewLine, faults));
        return config.Algorithm.CreateTrainer<TEnv>(config, options with { Device = DeviceCatalog.Resolve(options.Device) });
    }

    /// <summary>A trainer of an environment known by its entry in a catalog.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="config">Settings of an algorithm, such as <see cref="PpoConfig"/>; their type chooses the algorithm.</param>
    /// <param name="options">Seed, device, threads, or null for seed 0 on the best device and all cores.</param>
    /// <exception cref="GpuAcException">Settings are out of range or do not fit together; all faults are named.</exception>
    public static ITrainer Create(EnvironmentEntry environment, TrainerConfig config, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return environment.Accept(new Creation(config, options));
    }

    private sealed class Creation(TrainerConfig config, TrainerOptions? options) : IEnvironmentVisitor<ITrainer>
    {
        public ITrainer Visit<TEnv>()
            where TEnv : struct, IEnvironment => Create<TEnv>(config, options);
    }
}
