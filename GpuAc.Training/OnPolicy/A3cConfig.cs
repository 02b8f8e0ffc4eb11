using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OnPolicy;

/// <summary>Settings of asynchronous advantage actor-critic. Mnih et al., arXiv:1602.01783, algorithm S3.</summary>
/// <remarks>With more than one worker the order in which gradients arrive is the machine's, and no run repeats another bit for
/// bit.</remarks>
public sealed record A3cConfig : OnPolicyConfig
{
    /// <summary>The paper's defaults: one environment per worker, five steps, entropy 0.01.</summary>
    public A3cConfig()
    {
        NumEnvs = 1;
        NumSteps = 5;
        NormalizeAdvantages = false;
        EntropyCoefficient = 0.01f;
    }

    /// <inheritdoc/>
    public override Algorithm Algorithm => A3c.Instance;

    /// <summary>
    /// Workers, each with <see cref="TrainerConfig.NumEnvs"/> environments and weights of its own, at most 1024; 0 for as many as suit the
    /// device: one per thread on CPU cores, four on an accelerator.
    /// </summary>
    public int NumWorkers { get; init; }

    /// <summary>Gradients that all workers together push in an iteration, after which metrics are taken, at least 1.</summary>
    public int UpdatesPerIteration { get; init; } = 64;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Validate()
    {
        List<string> faults = [.. base.Validate()];
        Require(
            faults, NumWorkers is >= 0 and <= 1024, "numWorkers", NumWorkers, "must be between 0 (as many as suit the device) and 1024");
        Require(faults, UpdatesPerIteration >= 1, "updatesPerIteration", UpdatesPerIteration, "must be at least 1");
        Require(
            faults, !NormalizeObservations, "normalizeObservations", NormalizeObservations,
            "must be false: workers share weights, not running moments");
        Require(faults, !ScaleRewards, "scaleRewards", ScaleRewards, "must be false: workers share weights, not running moments");
        return faults;
    }
}
