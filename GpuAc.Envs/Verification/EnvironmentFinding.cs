namespace GpuAc.Envs.Verification;

/// <summary>Something wrong or suspicious in an environment.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Message">The thing, the value found and the remedy.</param>
public sealed record EnvironmentFinding(FindingSeverity Severity, FindingKind Kind, string Message)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => Severity switch
    {
        FindingSeverity.Error => $"error: {Message}",
        FindingSeverity.Warning => $"warning: {Message}",
        _ => throw KnownValues.Unknown(Severity),
    };
}
