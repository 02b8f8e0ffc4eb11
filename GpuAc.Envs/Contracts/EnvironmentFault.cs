using GpuAc.Lanes;

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

    /// <summary>The exception that names the first value in use that is not finite.</summary>
    /// <param name="spec">The environment.</param>
    /// <param name="inUse">Mask of the environments in use.</param>
    /// <param name="reward">Their rewards.</param>
    /// <param name="observation">What they returned.</param>
    /// <param name="environment">Index of the first lane's environment.</param>
    /// <param name="step">Time step since the run's start.</param>
    public static unsafe EnvironmentFailureException Create<F>(
        EnvironmentSpec spec, F inUse, F reward, ref Components<F> observation, uint environment, ulong step)
        where F : struct, IFloatLane<F>
    {
        float* values = stackalloc float[16];
        for (int i = -1; i < spec.Observation.Count; i++)
        {
            F.Select(inUse, i < 0 ? reward : observation[i], F.Zero).Store(values);
            for (int lane = 0; lane < F.Width; lane++)
            {
                if (!float.IsFinite(values[lane]))
                    return Create(spec, i, values[lane], environment + lane, step);
            }
        }

        throw new ArgumentException($"Every value that '{spec.Id}' returned is finite.", nameof(observation));
    }

    /// <summary>Whether an exception is the environment's own: neither one of ours, nor one that says nothing about it.</summary>
    public static bool IsThrown(Exception cause) => cause is not (GpuAcException or OutOfMemoryException or OperationCanceledException);
}
