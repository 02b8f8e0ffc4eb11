using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Training.Tests.Support;

/// <summary>How far from 0 an environment's values lie, and how far from each other.</summary>
public interface IDistance
{
    static abstract float Center { get; }

    static abstract float Spread { get; }
}

/// <summary>10⁵ ± 1.</summary>
public readonly struct Far : IDistance
{
    public static float Center => 1e5f;

    public static float Spread => 1;
}

/// <summary>−10⁶ ± 10.</summary>
public readonly struct Farther : IDistance
{
    public static float Center => -1e6f;

    public static float Spread => 10;
}

/// <summary>
/// Every episode has one step, whose observation and reward are center + spread or center − spread, with as much probability: of variance
/// spread².
/// </summary>
public readonly struct FarEnvironment<TDistance> : IEnvironment
    where TDistance : struct, IDistance
{
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = $"Far{typeof(TDistance).Name}-v0",
        Observation = [new("far", -1e7f, 1e7f)],
        Action = new DiscreteSpace("this", "that"),
        ResetUniforms = 1,
        MaxEpisodeSteps = 10,
    };

    public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F> =>
        state[0] = F.Select(
            uniforms[0] > F.Of(0.5f), F.Of(TDistance.Center + TDistance.Spread), F.Of(TDistance.Center - TDistance.Spread));

    public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>
    {
        reward = state[0];
        terminated = F.Equal(F.Zero, F.Zero);
    }

    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F> => observation[0] = state[0];
}
