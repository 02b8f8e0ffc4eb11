using GpuAc.Kernels.States;
using GpuAc.Kernels.Statistics;

namespace GpuAc.Kernels.Plans;

/// <summary>
/// The device seam of off-policy training: environments, replay, networks and optimiser state live behind it. Where and how they run,
/// algorithms never ask.
/// </summary>
public interface IOffPolicyEngine : IDisposable
{
    /// <summary>Environment steps of one iteration: time steps × environments.</summary>
    long IterationSteps { get; }

    /// <summary>Seconds that the phases took since the engine was made.</summary>
    PhaseTimes Times { get; }

    /// <summary>Temperature α; 0 for algorithms without.</summary>
    float Temperature { get; }

    /// <summary>Takes one iteration: time steps, and the updates that go with them. Stops at once when something is not finite.</summary>
    /// <param name="progress">Fraction of training completed, for schedules.</param>
    OffPolicyStatistics Run(double progress);

    /// <summary>
    /// Copies the parameters of the body, if there is one, and of the actor, as of the last iteration after which all were finite to the
    /// host: layer by layer, weights [outputs][inputs], then biases.
    /// </summary>
    float[] DownloadActor();

    /// <summary>Everything that is needed to go on bit for bit; to be called between iterations.</summary>
    EngineState Save();

    /// <summary>Puts a state in place, saved from an engine with the same environment, networks, sizes and seed.</summary>
    /// <exception cref="GpuAcException">It does not fit, and is refused by the name of what differs; nothing was changed.</exception>
    void Restore(EngineState state);
}

/// <summary>What one iteration reports.</summary>
/// <param name="Episodes">The episodes that ended.</param>
/// <param name="Learning">Sums over the updates.</param>
/// <param name="Exploration">ε of the last time step.</param>
public readonly record struct OffPolicyStatistics(RolloutStatistics Episodes, LearningSums Learning, float Exploration);
