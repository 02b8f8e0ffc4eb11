using GpuAc.Lanes;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.OffPolicy;

/// <summary>
/// What the outputs of an actor mean that learns from critics: how they become an action, and how the critics' gradient with respect to
/// that action flows back into them.
/// </summary>
/// <remarks>
/// An action is what replay keeps and critics see: in [−1, 1] for policies that squash, in the environment's units for those that do not.
/// What the environment receives comes from <see cref="ToEnvironment"/>.
/// </remarks>
public interface IContinuousPolicy
{
    /// <summary>What the deterministic policy is exported as.</summary>
    static abstract DistributionKind Kind { get; }

    /// <summary>True when <see cref="Propose"/> wants noise and gives log-probabilities.</summary>
    static abstract bool IsStochastic { get; }

    /// <summary>True when actions are kept in [−1, 1].</summary>
    static abstract bool IsSquashed { get; }

    /// <summary>Outputs that the actor needs.</summary>
    static abstract int Outputs(int actionSize);

    /// <summary>From outputs and noise to an action.</summary>
    /// <param name="outputs">The actor's outputs.</param>
    /// <param name="actionSize">Dimensions of the action.</param>
    /// <param name="noise">One standard normal draw per dimension; not read by deterministic policies.</param>
    /// <param name="action">Output.</param>
    /// <param name="logProb">Output: ln p(action); 0 for deterministic policies.</param>
    static abstract void Propose<F>(
        ref Components<F> outputs, int actionSize, ref Components<F> noise, ref Components<F> action, out F logProb)
        where F : struct, IFloatLane<F>;

    /// <summary>
    /// dL/doutputs of an action that moves with the outputs while the noise stays (reparameterised): Σ dL/daction·∂action/∂output +
    /// dL/dlogProb·∂logProb/∂output.
    /// </summary>
    /// <param name="outputs">As <see cref="Propose"/> was given.</param>
    /// <param name="actionSize">Dimensions of the action.</param>
    /// <param name="noise">As <see cref="Propose"/> was given.</param>
    /// <param name="action">As <see cref="Propose"/> gave.</param>
    /// <param name="actionGradient">dL/daction.</param>
    /// <param name="logProbGradient">dL/dlogProb.</param>
    /// <param name="gradient">Output, one per output; overwritten.</param>
    static abstract void Backward<F>(
        ref Components<F> outputs, int actionSize, ref Components<F> noise, ref Components<F> action, ref Components<F> actionGradient,
        F logProbGradient, ref Components<F> gradient)
        where F : struct, IFloatLane<F>;

    /// <summary>Brings an action to which noise was added back into the range of actions. In place.</summary>
    static abstract void Bound<F>(ref Components<F> action, int actionSize, ref Components<F> low, ref Components<F> high)
        where F : struct, IFloatLane<F>;

    /// <summary>From what is kept to the environment's units, within its bounds. In place.</summary>
    static abstract void ToEnvironment<F>(ref Components<F> action, int actionSize, ref Components<F> low, ref Components<F> high)
        where F : struct, IFloatLane<F>;
}
