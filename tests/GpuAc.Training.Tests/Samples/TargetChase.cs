using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Samples;

/// <summary>A point on a line chases a target: the reward is minus the distance.</summary>
public readonly struct TargetChase : IEnvironment
{
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "TargetChase-v0",
        Observation = [new("position [m]", -2, 2), new("target [m]", -1, 1)],
        Action = new BoxSpace(new Dimension("velocity [0.2 m/step]", -1, 1)),
        ResetUniforms = 2,
        MaxEpisodeSteps = 50,
    };

    public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F>
    {
        state[0] = uniforms[0] * F.Of(2) - F.One;
        state[1] = uniforms[1] * F.Of(2) - F.One;
    }

    public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>
    {
        F velocity = F.Of(0.2f) * F.Max(F.Of(-1), F.Min(F.One, action[0]));
        state[0] = F.Max(F.Of(-2), F.Min(F.Of(2), state[0] + velocity));
        reward = -F.Abs(state[0] - state[1]);
        terminated = F.Zero > F.One;                                // a mask that holds nowhere: only the time limit ends episodes
    }

    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F>
    {
        observation[0] = state[0];
        observation[1] = state[1];
    }
}
