namespace GpuAc.Envs.Contracts;

/// <summary>An environment that returned a value that is not finite, or threw.</summary>
public static class EnvironmentFault
{
    /// <summary>The exception that names what was returned.</summary>
    /// <param name="spec">The environment.</param>
    /// <param name="component">Component of the observation, or −1 for the reward.</param>
    /// <param name="value">The value.</param>
    /// <param name="environment">Index of the environment.</param>
    /// <param name="step">Time step since the run's start.</param>
    public static EnvironmentFailureException Create(EnvironmentSpec spec, int component, float value, long environment, ulong step)
    {
        string name = component < 0 ? "reward" : $"observation '{spec.Observation[component].Name}'";
        return new EnvironmentFailureException(
            $"Environment '{spec.Id}' returned {value} as {name} of environment {environment} in step {step}");
    }

    /// <summary>Whether an exception is the environment's own: neither one of ours, nor one that says nothing about it.</summary>
    public static bool IsThrown(Exception cause) => cause is not (GpuAcException or OutOfMemoryException or OperationCanceledException);
}
