using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Training.Tests.Support;

/// <summary>
/// One-step episodes that show one of three cards and pay 1 for naming it: any learner that works at all solves it at once.
/// </summary>
public readonly struct IdentityEnvironment : IEnvironment
{
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "Identity-v0",
        Observation = [new("is 0", 0, 1), new("is 1", 0, 1), new("is 2", 0, 1)],
        StateNames = ["card"],
        Action = new DiscreteSpace("0", "1", "2"),
        ResetUniforms = 1,
        MaxEpisodeSteps = 1,
        SolvedReturn = 0.95f,
    };

    public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F> => state[0] = F.Floor(uniforms[0] * F.Of(3));

    public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>
    {
        reward = F.Select(F.Equal(state[0], action[0]), F.One, F.Zero);
        terminated = F.Equal(reward, reward);
    }

    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F>
    {
        for (int i = 0; i < 3; i++)
            observation[i] = F.Select(F.Equal(state[0], F.Of(i)), F.One, F.Zero);
    }
}
