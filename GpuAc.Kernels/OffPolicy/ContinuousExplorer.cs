using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.OffPolicy;

/// <summary>Acts with a continuous policy: its own draw, plus noise, or now and then a uniformly random action.</summary>
public readonly struct ContinuousExplorer<TPolicy> : IExplorer
    where TPolicy : struct, IContinuousPolicy
{
    /// <inheritdoc/>
    public static int ActionComponents(int actionSize) => actionSize;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Act<F>(
        ref Components<F> outputs, int actionSize, in ExplorationStep exploration, ulong seed, uint environment, ulong step,
        ref Components<F> low, ref Components<F> high, ref Components<F> noise, ref Components<F> action)
        where F : struct, IFloatLane<F>
    {
        Components<F> normal = default;
        if (TPolicy.IsStochastic)
            ActionNoise.Normal(actionSize, new RandomKey(seed, RandomPurpose.Action), environment, step, 0, ref normal);
        TPolicy.Propose(ref outputs, actionSize, ref normal, ref action, out _);
        if (exploration.Noise != NoiseKind.None)
        {
            ActionNoise.Normal(actionSize, new RandomKey(seed, RandomPurpose.Action), environment, step, 2, ref normal);
            Disturb(actionSize, exploration, ref normal, ref low, ref high, ref noise, ref action);
            TPolicy.Bound(ref action, actionSize, ref low, ref high);
        }

        if (exploration.Epsilon > 0)
            Randomize(actionSize, exploration.Epsilon, seed, environment, step, ref low, ref high, ref action);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToEnvironment<F>(ref Components<F> action, int actionSize, ref Components<F> low, ref Components<F> high)
        where F : struct, IFloatLane<F> => TPolicy.ToEnvironment(ref action, actionSize, ref low, ref high);

    private static void Disturb<F>(
        int actionSize, in ExplorationStep exploration, ref Components<F> normal, ref Components<F> low, ref Components<F> high,
        ref Components<F> noise, ref Components<F> action)
        where F : struct, IFloatLane<F>
    {
        F sigma = F.Of(exploration.Sigma);
        for (int i = 0; i < actionSize; i++)
        {
            F disturbance = exploration.Noise == NoiseKind.OrnsteinUhlenbeck
                ? noise[i] = ActionNoise.OrnsteinUhlenbeck(noise[i], normal[i], F.Of(exploration.Theta), sigma, F.Of(exploration.TimeStep))
                : sigma * normal[i];
            action[i] = F.MultiplyAdd(disturbance, TPolicy.IsSquashed ? F.One : F.Of(0.5f) * (high[i] - low[i]), action[i]);
        }
    }

    // Word D of the last block decides; the blocks before it hold one uniform draw per dimension.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Randomize<F>(
        int actionSize, float epsilon, ulong seed, uint environment, ulong step, ref Components<F> low, ref Components<F> high,
        ref Components<F> action)
        where F : struct, IFloatLane<F>
    {
        var key = new RandomKey(seed, RandomPurpose.RandomAction);
        F random = F.Uniform4(key, environment, step, 2).D < F.Of(epsilon);
        Quad<F> draws = default;
        for (int i = 0; i < actionSize; i++)
        {
            if (i % 4 == 0)
                draws = F.Uniform4(key, environment, step, (uint)i / 4);
            F uniform = (i % 4) switch { 0 => draws.A, 1 => draws.B, 2 => draws.C, _ => draws.D };
            F from = TPolicy.IsSquashed ? -F.One : low[i];
            F range = TPolicy.IsSquashed ? F.Of(2) : high[i] - low[i];
            action[i] = F.Select(random, F.MultiplyAdd(uniform, range, from), action[i]);
        }
    }
}
