using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Optimizers;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;

namespace GpuAc.Training.Algorithms;

/// <summary>The settings that all algorithms share. Families and algorithms add theirs.</summary>
public abstract record TrainerConfig
{
    /// <summary>The algorithm that these are settings of.</summary>
    public abstract Algorithm Algorithm { get; }

    /// <summary>Parallel environments, at least 1.</summary>
    public int NumEnvs { get; init; } = 1024;

    /// <summary>Environment steps after which training ends, at least 1; rounded up to whole iterations.</summary>
    public long TotalSteps { get; init; } = 1_000_000;

    /// <summary>Discount γ per step, in [0, 1].</summary>
    public float Gamma { get; init; } = 0.99f;

    /// <summary>Largest global norm of a gradient, above 0; +∞ for no clipping.</summary>
    public float MaxGradNorm { get; init; } = 0.5f;

    /// <summary>Widths of the hidden layers, of each network or of what they share; at least 1 each, at most 4096.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [64, 64];

    /// <summary>Activation of the hidden layers.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>How parameters start.</summary>
    public InitializationConfig Initialization { get; init; } = new();

    /// <summary>Optimiser.</summary>
    public OptimizerConfig Optimizer { get; init; } = new();

    /// <summary>Every fault found, each naming setting, value and remedy; empty when valid.</summary>
    public virtual IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        Require(faults, NumEnvs >= 1, "numEnvs", NumEnvs, "must be at least 1");
        Require(faults, TotalSteps >= 1, "totalSteps", TotalSteps, "must be at least 1");
        Require(faults, Gamma is >= 0 and <= 1, "gamma", Gamma, "must be in [0, 1]");
        Require(faults, MaxGradNorm > 0, "maxGradNorm", MaxGradNorm, "must be above 0, or Infinity for no clipping");
        RequireActivation(faults, "activation", Activation);
        foreach (int size in HiddenSizes)
            Require(faults, size is >= 1 and <= 4096, "hiddenSizes", size, "must be between 1 and 4096 each");
        faults.AddRange(Initialization.Validate());
        faults.AddRange(Optimizer.Validate());
        return faults;
    }

    /// <summary>
    /// These settings, or a copy in which those that have to suit others do: a minibatch that divides the rollout, for one. Settings that
    /// are at fault on their own stay as they are.
    /// </summary>
    public virtual TrainerConfig Fit() => this;

    /// <summary>
    /// What is valid but hardly intended, such as a budget that ends before learning starts, with the remedy; empty when nothing is.
    /// </summary>
    public virtual IReadOnlyList<string> Warnings() => [];

    /// <summary>
    /// Why these settings do not suit an environment, such as an algorithm for continuous actions alone; empty when they do.
    /// </summary>
    /// <param name="environment">Specification of the environment.</param>
    public virtual IReadOnlyList<string> ValidateFor(EnvironmentSpec environment) => [];

    /// <summary>Adds a fault unless a value is one of its kind's names.</summary>
    protected static void RequireDefined<T>(List<string> faults, string name, T value)
        where T : struct, Enum =>
            Require(faults, Enum.IsDefined(value), name, value, KnownValues.Rule<T>());

    /// <summary>Adds a fault unless there is an activation.</summary>
    protected static void RequireActivation(List<string> faults, string name, Activation? value) => Require(
        faults, value != null, name, "null", $"must be one of {string.Join(", ", ActivationCatalog.Names)}, or one of your own");

    /// <summary>Adds a fault unless a value is finite and above 0.</summary>
    protected static void RequirePositive(List<string> faults, string name, float value) =>
        Require(faults, value > 0 && float.IsFinite(value), name, value, "must be finite and above 0");

    /// <summary>Adds a fault unless a value is finite and at least 0.</summary>
    /// <param name="faults">Faults.</param>
    /// <param name="name">Name of the setting.</param>
    /// <param name="value">Its value.</param>
    /// <param name="zero">What 0 stands for, where it is not just a small value.</param>
    protected static void RequireNotNegative(List<string> faults, string name, float value, string? zero = null)
    {
        string meaning = zero == null ? "" : $" (0: {zero})";
        Require(faults, value >= 0 && float.IsFinite(value), name, value, $"must be finite and at least 0{meaning}");
    }

    /// <summary>Adds a fault unless a condition holds.</summary>
    protected static void Require<T>(List<string> faults, bool holds, string name, T value, string rule)
    {
        if (!holds)
            faults.Add($"'{name}' {rule}, but is {value}.");
    }
}
