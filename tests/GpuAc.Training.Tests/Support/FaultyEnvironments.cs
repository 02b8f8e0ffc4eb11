using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Training.Tests.Support;

/// <summary>Returns NaN as the reward of the fourth step of its episodes.</summary>
public readonly struct FaultyRewardEnvironment : IEnvironment
{
    public static EnvironmentSpec Spec { get; } = Faulty.Describe("FaultyReward-v0");

    public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F> => state[0] = F.Zero;

    public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>
    {
        state[0] += F.One;
        reward = F.Select(F.Equal(state[0], F.Of(4)), F.Of(float.NaN), F.One);
        terminated = F.Equal(F.Zero, F.One);
    }

    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F> => observation[0] = state[0];
}

/// <summary>Returns an infinite observation as the last of its episodes of six steps, just before the automatic reset.</summary>
public readonly struct FaultyObservationEnvironment : IEnvironment
{
    public static EnvironmentSpec Spec { get; } = Faulty.Describe("FaultyObservation-v0");

    public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F> => state[0] = F.Zero;

    public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>
    {
        state[0] += F.One;
        reward = F.One;
        terminated = F.Equal(F.Zero, F.One);
    }

    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F> => observation[0] = F.Select(F.Equal(state[0], F.Of(6)), F.Of(float.PositiveInfinity), state[0]);
}

/// <summary>Uses an exception, which no GPU knows.</summary>
public readonly struct ThrowingEnvironment : IEnvironment
{
    public static EnvironmentSpec Spec { get; } = Faulty.Describe("Throwing-v0");

    public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F> => state[0] = F.Zero;

    public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>
    {
        if (F.All(state[0] > F.Of(1e9f)))
            throw new InvalidOperationException("Too far.");
        reward = F.One;
        terminated = F.Equal(F.Zero, F.One);
    }

    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F> => observation[0] = state[0];
}

/// <summary>Throws in the fourth step of its episodes.</summary>
public readonly struct ThrowingStepEnvironment : IEnvironment
{
    public static EnvironmentSpec Spec { get; } = Faulty.Describe("ThrowingStep-v0");

    public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F> => state[0] = F.Zero;

    public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>
    {
        state[0] += F.One;
        if (F.Any(F.Equal(state[0], F.Of(4))))
            throw new InvalidOperationException("The pole fell over.");
        reward = F.One;
        terminated = F.Equal(F.Zero, F.One);
    }

    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F> => observation[0] = state[0];
}

/// <summary>What the faulty environments share.</summary>
internal static class Faulty
{
    public static EnvironmentSpec Describe(string id) => new()
    {
        Id = id,
        Observation = [new("count", 0, 10)],
        Action = new DiscreteSpace("this", "that"),
        ResetUniforms = 0,
        MaxEpisodeSteps = 6,
    };
}
