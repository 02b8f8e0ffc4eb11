using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.Vectorized;

/// <summary>
/// Many copies of an environment stepped together, with observations and actions in rows as callers have them; episodes that end start
/// over by themselves. Training does not go through this (its rollouts keep everything in lanes); evaluation and users do. After disposal
/// its methods throw <see cref="ObjectDisposedException"/>.
/// </summary>
public interface IVectorEnvironment : IDisposable
{
    /// <summary>Specification of the environment.</summary>
    EnvironmentSpec Spec { get; }

    /// <summary>Number of copies.</summary>
    int NumEnvs { get; }

    /// <summary>[NumEnvs, observation]: what to act on next; a start state's where an episode has just ended.</summary>
    ReadOnlySpan<float> Observations { get; }

    /// <summary>[NumEnvs, observation]: the true successors of the last step, before any reset.</summary>
    ReadOnlySpan<float> FinalObservations { get; }

    /// <summary>[NumEnvs]: rewards of the last step.</summary>
    ReadOnlySpan<float> Rewards { get; }

    /// <summary>[NumEnvs]: episodes that reached a terminal state in the last step.</summary>
    ReadOnlySpan<bool> Terminated { get; }

    /// <summary>[NumEnvs]: episodes that the time limit ended in the last step, and that did not terminate.</summary>
    ReadOnlySpan<bool> Truncated { get; }

    /// <summary>Puts every copy into a start state.</summary>
    /// <param name="key">Seed and purpose of the start states' draws, now and at every reset to come.</param>
    void Reset(RandomKey key);

    /// <summary>Takes one step in every copy. Allocates nothing.</summary>
    /// <param name="actions">[NumEnvs, action components]: an index as a float, or values in the environment's units.</param>
    /// <exception cref="ArgumentException">The length is another, or an action is not finite or not an index of the space.</exception>
    void Step(ReadOnlySpan<float> actions);
}
