using GpuAc.Export;

namespace GpuAc.Cli.Scoring;

/// <summary>What is written of each row, in this order: its number, the action, its name, the value, and the distribution.</summary>
internal sealed class PredictionColumns
{
    /// <summary>Works the columns out.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="withDistribution">Whether probabilities, or means and standard deviations, are asked for.</param>
    internal PredictionColumns(OnnxPolicy policy, bool withDistribution)
    {
        IsDiscrete = policy.Metadata.IsDiscrete;
        HasValue = policy.HasValue;
        HasDistribution = withDistribution;
        HasDeviation = withDistribution && policy.HasLogStd;
        ActionNames = [.. policy.Metadata.ActionNames];
    }

    /// <summary>The action is an index, and has a name.</summary>
    internal bool IsDiscrete { get; }

    /// <summary>The policy has a critic of states.</summary>
    internal bool HasValue { get; }

    /// <summary>Probabilities, or means, are written.</summary>
    internal bool HasDistribution { get; }

    /// <summary>Standard deviations are written.</summary>
    internal bool HasDeviation { get; }

    /// <summary>One name per discrete action, or one per dimension.</summary>
    internal string[] ActionNames { get; }

    /// <summary>Names of the columns of a table without nested ones.</summary>
    internal IEnumerable<string> Flat =>
    [
        "row",
        .. IsDiscrete ? ["action", "action_name"] : ActionNames.Select(name => $"action {name}"),
        .. HasValue ? (string[])["value"] : [],
        .. HasDistribution ? ActionNames.Select(name => $"{(IsDiscrete ? "probability" : "mean")} {name}") : [],
        .. HasDeviation ? ActionNames.Select(name => $"std {name}") : [],
    ];
}
