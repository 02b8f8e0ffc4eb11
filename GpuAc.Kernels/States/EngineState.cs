namespace GpuAc.Kernels.States;

/// <summary>
/// Everything that training needs to go on bit for bit, as named texts and numbers: parameters and the optimiser's moments, running
/// normalisation, counters, which key all random draws, and environments with their episodes so far; for algorithms that learn from replay
/// also that, target networks and the temperature.
/// </summary>
/// <remarks>
/// Names and lengths follow from the algorithm, its settings and the environment, so that a state which does not fit is refused by name.
/// Results do not depend on threads; a state may go on with another number of them.
/// </remarks>
public sealed class EngineState
{
    /// <summary>What the state was saved from; restoring requires the same.</summary>
    public Dictionary<string, string> Texts { get; } = [];

    /// <summary>Counters and sizes.</summary>
    public Dictionary<string, long> Integers { get; } = [];

    /// <summary>Running moments and the like.</summary>
    public Dictionary<string, double[]> Doubles { get; } = [];

    /// <summary>Parameters, environments, replay.</summary>
    public Dictionary<string, float[]> Floats { get; } = [];

    /// <summary>Number of entries.</summary>
    internal int Count => Texts.Count + Integers.Count + Doubles.Count + Floats.Count;
}
