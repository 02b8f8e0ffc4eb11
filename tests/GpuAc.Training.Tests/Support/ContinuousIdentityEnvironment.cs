using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Training.Tests.Support;

/// <summary>One-step episodes that show a number in [−1, 1) and cost the squared distance of the action from it.</summary>
public readonly struct ContinuousIdentityEnvironment : IEnvironment
{
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "ContinuousIdentity-v0",
        Observation = [new("number", -1, 1)],
        Action = new BoxSpace(new Dimension("guess", -2, 2)),
        ResetUniforms = 1,
        MaxEpisodeSteps = 1,
        SolvedReturn = -0.02f,
    };

    public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F> => state[0] = F.MultiplyAdd(uniforms[0], F.Of(2), F.Of(-1));

    public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>
    {
        F distance = action[0] - state[0];
        reward = -(distance * distance);
        terminated = F.Equal(F.Zero, F.Zero);
    }

    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F> => observation[0] = state[0];
}
