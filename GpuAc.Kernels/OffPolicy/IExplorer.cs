using GpuAc.Lanes;

namespace GpuAc.Kernels.OffPolicy;

/// <summary>How an off-policy algorithm acts while it learns.</summary>
public interface IExplorer
{
    /// <summary>Components of an action that replay keeps.</summary>
    static abstract int ActionComponents(int actionSize);

    /// <summary>Chooses an action to take and keep.</summary>
    /// <param name="outputs">The actor's outputs.</param>
    /// <param name="actionSize">Choices or dimensions.</param>
    /// <param name="exploration">How to explore.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="environment">Environment of the first lane.</param>
    /// <param name="step">Time step.</param>
    /// <param name="low">Lowest value of each dimension.</param>
    /// <param name="high">Highest value of each dimension.</param>
    /// <param name="noise">State of the noise, one per component; updated.</param>
    /// <param name="action">Output.</param>
    static abstract void Act<F>(
        ref Components<F> outputs, int actionSize, in ExplorationStep exploration, ulong seed, uint environment, ulong step,
        ref Components<F> low, ref Components<F> high, ref Components<F> noise, ref Components<F> action)
        where F : struct, IFloatLane<F>;

    /// <summary>From what is kept to what the environment takes. In place.</summary>
    static abstract void ToEnvironment<F>(ref Components<F> action, int actionSize, ref Components<F> low, ref Components<F> high)
        where F : struct, IFloatLane<F>;
}
