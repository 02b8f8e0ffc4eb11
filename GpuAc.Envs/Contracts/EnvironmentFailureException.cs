namespace GpuAc.Envs.Contracts;

/// <summary>
/// The environment failed in the middle of a run: it threw, or returned a value that is not finite. A trainer keeps the weights of
/// the last iteration that was whole, and its snapshot gives them.
/// </summary>
public sealed class EnvironmentFailureException : GpuAcException
{
    private const string Remedy = "'gpuac envs check' and EnvironmentChecker help to find the cause.";

    /// <summary>Says what the environment returned.</summary>
    /// <param name="fault">A sentence without its full stop.</param>
    public EnvironmentFailureException(string fault)
        : base($"{fault}; every reward and observation must be finite. {Remedy}")
    {
    }

    /// <summary>Says what the environment threw.</summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="cause">What it threw.</param>
    public EnvironmentFailureException(string environmentId, Exception cause)
        : base($"Environment '{environmentId}' threw {cause?.GetType().Name}: {cause?.Message.TrimEnd('.')}. {Remedy}", cause!)
    {
    }
}
