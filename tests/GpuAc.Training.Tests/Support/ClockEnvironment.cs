using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Training.Tests.Support;

/// <summary>
/// Counts its steps, and terminates after 2 to 11 of them as its start state says unless the time limit of 7 comes first: episodes end both
/// ways, at different times in different copies, and every number is a small whole one or a quarter.
/// </summary>
public readonly struct ClockEnvironment : IEnvironment
{
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "Clock-v0",
        Observation = [new("steps / 4", 0, 3), new("last / 4", 0, 3)],
        StateNames = ["steps", "last"],
        Action = new DiscreteSpace("wait", "gain", "gain two"),
        ResetUniforms = 2,
        MaxEpisodeSteps = 7,
    };

    public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F>
    {
        state[0] = F.Zero;
        state[1] = F.Floor(uniforms[1] * F.Of(10)) + F.Of(2);
    }

    public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>
    {
        reward = state[0] + action[0];
        state[0] += F.One;
        terminated = F.Equal(state[0], state[1]);
    }

    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F>
    {
        observation[0] = state[0] * F.Of(0.25f);
        observation[1] = state[1] * F.Of(0.25f);
    }
}
