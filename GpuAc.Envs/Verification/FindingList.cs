namespace GpuAc.Envs.Verification;

/// <summary>Collects findings; each kind and subject once, so that one fault does not fill a screen.</summary>
internal sealed class FindingList
{
    private readonly List<EnvironmentFinding> findings = [];
    private readonly HashSet<(FindingKind, string)> subjects = [];

    /// <summary>Whether there is an error so far.</summary>
    public bool HasErrors => findings.Any(finding => finding.Severity == FindingSeverity.Error);

    /// <summary>Errors first, otherwise as found.</summary>
    public IReadOnlyList<EnvironmentFinding> InOrder => [.. findings.OrderByDescending(finding => finding.Severity)];

    /// <summary>Adds an error.</summary>
    public void Error(FindingKind kind, string message) => findings.Add(new EnvironmentFinding(FindingSeverity.Error, kind, message));

    /// <summary>Adds an error unless there is one of this kind about this subject.</summary>
    public void ErrorOnce(FindingKind kind, string subject, string message)
    {
        if (subjects.Add((kind, subject)))
            Error(kind, message);
    }

    /// <summary>Adds a warning.</summary>
    public void Warning(FindingKind kind, string message) => findings.Add(new EnvironmentFinding(FindingSeverity.Warning, kind, message));

    /// <summary>Runs a check; an exception out of the environment is a finding, not a failure of the checker.</summary>
    public void Guard(string what, Action check)
    {
        try
        {
            check();
        }
        catch (Exception exception)
        {
            Exception cause = exception is TypeInitializationException { InnerException: { } inner } ? inner : exception;
            Error(FindingKind.Exception,
                $"The environment threw {cause.GetType().Name} during {what}: {cause.Message} Environments may not throw; they "
                + "compute with lanes only.");
        }
    }
}
