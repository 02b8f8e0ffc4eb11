using System.Runtime.CompilerServices;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.Environments;

/// <summary>From the outputs of an actor to the action that environments take.</summary>
/// <remarks>Calls of their own, so that random numbers do not use up what the JIT inlines into one method.</remarks>
internal static class Acting
{
    /// <summary>On-policy: draws an action from the policy, and keeps it with its log-probability.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="step">Time step since the run's start.</param>
    /// <param name="rows">The environments.</param>
    /// <param name="action">Output.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Sample<TDistribution, F, TRows>(ulong seed, ulong step, ref TRows rows, ref Components<F> action)
        where TDistribution : struct, IActionDistribution
        where F : struct, IFloatLane<F>
        where TRows : struct, IRolloutRows<F>
    {
        Unsafe.SkipInit(out Components<F> distribution);
        Unsafe.SkipInit(out Components<F> low);
        Unsafe.SkipInit(out Components<F> high);
        PolicyRows.Read(ref rows, ref distribution);
        TDistribution.Sample(
            ref distribution, rows.ActionSize, new RandomKey(seed, RandomPurpose.Action), rows.Environment, step, ref action);
        rows.KeepAction(ref action);
        rows.KeepLogProb(TDistribution.LogProb(ref distribution, rows.ActionSize, ref action));
        for (int i = 0; i < rows.Bounds; i++)
        {
            low[i] = rows.Low(i);
            high[i] = rows.High(i);
        }

        TDistribution.ToEnvironment(ref action, rows.ActionSize, ref low, ref high);
    }

    /// <summary>Off-policy: what the policy does, with noise or now and then at random; kept as it is.</summary>
    /// <param name="exploration">How to explore.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="step">Time step since the run's start.</param>
    /// <param name="rows">The environments; their policy is not read where every action is random.</param>
    /// <param name="action">Output.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Explore<TExplorer, F, TRows>(
        in ExplorationStep exploration, ulong seed, ulong step, ref TRows rows, ref Components<F> action)
        where TExplorer : struct, IExplorer
        where F : struct, IFloatLane<F>
        where TRows : struct, IExplorationRows<F>
    {
        Components<F> outputs = default, noise = default, low = default, high = default;
        if (exploration.Epsilon < 1f)
            PolicyRows.Read(ref rows, ref outputs);
        int components = TExplorer.ActionComponents(rows.ActionSize);
        for (int i = 0; i < components; i++)
        {
            low[i] = rows.Low(i);
            high[i] = rows.High(i);
            noise[i] = rows.Noise(i);
        }

        TExplorer.Act(
            ref outputs, rows.ActionSize, exploration, seed, rows.Environment, step, ref low, ref high, ref noise, ref action);
        for (int i = 0; i < components; i++)
            rows.KeepNoise(i, noise[i]);
        rows.KeepAction(ref action);
        TExplorer.ToEnvironment(ref action, rows.ActionSize, ref low, ref high);
    }
}
