namespace GpuAc.ML.Schema;

/// <summary>What a column that a policy adds holds.</summary>
internal enum PolicyOutput
{
    /// <summary>The deterministic action.</summary>
    Action,

    /// <summary>The name of a discrete action.</summary>
    ActionName,

    /// <summary>The critic's estimate.</summary>
    Value,

    /// <summary>The probability of each discrete action.</summary>
    Probabilities,

    /// <summary>The actor's output, before squashing and clipping.</summary>
    Mean,

    /// <summary>The standard deviation around the mean.</summary>
    StandardDeviation,
}
