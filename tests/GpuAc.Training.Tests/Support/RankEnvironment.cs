using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Training.Tests.Support;

/// <summary>
/// One-step episodes that pay the number of the action, whatever is shown: a policy's return is the choice that it prefers.
/// </summary>
public readonly struct RankEnvironment : IEnvironment
{
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "Rank-v0",
        Observation = [new("noise", 0, 1)],
        Action = new DiscreteSpace("0", "1", "2", "3", "4"),
        ResetUniforms = 1,
        MaxEpisodeSteps = 1,
    };

    public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F> => state[0] = uniforms[0];

    public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>
    {
        reward = action[0];
        terminated = F.Equal(F.Zero, F.One);
    }

    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F> => observation[0] = state[0];
}
