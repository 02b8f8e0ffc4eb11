using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.ClassicControl;

/// <summary>Gymnasium's <c>MountainCar-v0</c>: rock an underpowered car out of a valley; reward −1 per step.</summary>
/// <remarks>
/// State and observation: position in [−1.2, 0.6] and velocity in [−0.07, 0.07], without units. Terminates at position ≥ 0.5 with a
/// velocity ≥ 0; truncated after 200 steps. Solved at a mean return of −110. Reference: Gymnasium 1.3, <c>mountain_car.py</c>, after Moore
/// (1990).
/// </remarks>
public readonly struct MountainCarV0 : IEnvironment
{
    private const float GoalPosition = 0.5f;
    private const float Force = 0.001f;

    /// <inheritdoc/>
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "MountainCar-v0",
        Observation = MountainCar.Observation,
        Action = new DiscreteSpace("left", "coast", "right"),
        ResetUniforms = 1,
        MaxEpisodeSteps = 200,
        SolvedReturn = -110,
    };

    /// <summary>Position uniform in [−0.6, −0.4), at rest.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F> => MountainCar.Reset(ref uniforms, ref state);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>
    {
        MountainCar.Move(ref state, (action[0] - F.One) * F.Of(Force), out var position, out var velocity);
        terminated = (position >= F.Of(GoalPosition)) & (velocity >= F.Zero);
        reward = -F.One;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F> => MountainCar.Observe(ref state, ref observation);
}
