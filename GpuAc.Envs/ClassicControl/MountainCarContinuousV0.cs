using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.ClassicControl;

/// <summary>Gymnasium's <c>MountainCarContinuous-v0</c>: the mountain car with a throttle.</summary>
/// <remarks>
/// State and observation: position in [−1.2, 0.6] and velocity in [−0.07, 0.07], without units. The throttle is clipped to ±1 for the
/// motion; the reward is 100 at the goal (position ≥ 0.45 with a velocity ≥ 0, which terminates) less 0.1·a² of the throttle as given,
/// <em>not</em> clipped. Truncated after 999 steps. Solved at a mean return of 90.
/// Reference: Gymnasium 1.3, <c>continuous_mountain_car.py</c>.
/// </remarks>
public readonly struct MountainCarContinuousV0 : IEnvironment
{
    private const float GoalPosition = 0.45f;
    private const float GoalReward = 100f;
    private const float Power = 0.0015f;
    private const float ThrottleCost = 0.1f;

    /// <inheritdoc/>
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "MountainCarContinuous-v0",
        Observation = MountainCar.Observation,
        Action = new BoxSpace(new Dimension("throttle", -1, 1)),
        ResetUniforms = 1,
        MaxEpisodeSteps = 999,
        SolvedReturn = 90,
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
        var throttle = action[0];
        var push = F.Max(-F.One, F.Min(F.One, throttle)) * F.Of(Power);
        MountainCar.Move(ref state, push, out var position, out var velocity);
        terminated = (position >= F.Of(GoalPosition)) & (velocity >= F.Zero);
        reward = F.MultiplyAdd(throttle * throttle, F.Of(-ThrottleCost), F.Select(terminated, F.Of(GoalReward), F.Zero));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F> => MountainCar.Observe(ref state, ref observation);
}
