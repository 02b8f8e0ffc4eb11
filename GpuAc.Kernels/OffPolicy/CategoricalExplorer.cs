using System.Runtime.CompilerServices;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.OffPolicy;

/// <summary>Acts with draws of a softmax policy, or now and then with a uniformly random action.</summary>
public readonly struct CategoricalExplorer : IExplorer
{
    /// <inheritdoc/>
    public static int ActionComponents(int actionSize) => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Act<F>(
        ref Components<F> outputs, int actionSize, in ExplorationStep exploration, ulong seed, uint environment, ulong step,
        ref Components<F> low, ref Components<F> high, ref Components<F> noise, ref Components<F> action)
        where F : struct, IFloatLane<F>
    {
        Categorical.Sample(ref outputs, actionSize, new RandomKey(seed, RandomPurpose.Action), environment, step, ref action);
        if (!(exploration.Epsilon > 0))
            return;
        Quad<F> draws = F.Uniform4(new RandomKey(seed, RandomPurpose.RandomAction), environment, step, 0);
        action[0] = F.Select(draws.B < F.Of(exploration.Epsilon), F.Floor(draws.A * F.Of(actionSize)), action[0]);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToEnvironment<F>(ref Components<F> action, int actionSize, ref Components<F> low, ref Components<F> high)
        where F : struct, IFloatLane<F>
    {
    }
}
