using GpuAc.Kernels.States;

namespace GpuAc.Training.Algorithms;

/// <summary>Everything that a trainer needs to go on as if it had never stopped, bit for bit.</summary>
public sealed record TrainerState
{
    /// <summary>Name of the algorithm.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Iterations taken.</summary>
    public required long Iteration { get; init; }

    /// <summary>Environment steps taken.</summary>
    public required long EnvSteps { get; init; }

    /// <summary>Updates made, where an algorithm counts them; otherwise 0.</summary>
    public long Updates { get; init; }

    /// <summary>What the device holds.</summary>
    public required EngineState Engine { get; init; }

    /// <summary>Refuses a state of another algorithm, or counters that cannot be.</summary>
    /// <exception cref="GpuAcException">It does not fit.</exception>
    internal void Require(string algorithm)
    {
        if (Algorithm != algorithm)
            throw new GpuAcException(
                $"The state was saved by the algorithm '{Algorithm}', but this trainer's is '{algorithm}'; restore it with the settings "
                + "that it was saved with.");
        if (Iteration < 0 || EnvSteps < 0 || Updates < 0)
            throw new GpuAcException(
                $"The state is damaged: it counts {Iteration} iterations, {EnvSteps} environment steps and {Updates} updates.");
    }
}
