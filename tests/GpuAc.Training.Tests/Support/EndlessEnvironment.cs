using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Training.Tests.Support;

/// <summary>
/// Pays 1 for ever and never changes, so its value is 1/(1 − γ); a time limit cuts episodes short, which must not make a difference.
/// </summary>
public readonly struct EndlessEnvironment : IEnvironment
{
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "Endless-v0",
        Observation = [new("constant", 0, 1)],
        Action = new DiscreteSpace("this", "that"),
        ResetUniforms = 0,
        MaxEpisodeSteps = 5,
    };

    public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F> => state[0] = F.One;

    public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>
    {
        reward = F.One;
        terminated = F.Equal(F.Zero, F.One);
    }

    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F> => observation[0] = state[0];
}
