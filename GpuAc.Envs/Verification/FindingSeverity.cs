namespace GpuAc.Envs.Verification;

/// <summary>How bad a finding of <see cref="EnvironmentChecker"/> is.</summary>
public enum FindingSeverity
{
    /// <summary>Suspicious, but the environment runs as specified.</summary>
    Warning,

    /// <summary>Training on the environment would give wrong results or fail.</summary>
    Error,
}
