using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.ClassicControl;

/// <summary>Gymnasium's <c>Pendulum-v1</c>: swing a pendulum up and hold it there with a weak motor.</summary>
/// <remarks>
/// State: theta [rad] (0 is upright, not wrapped) and theta_dot [rad/s], clipped to ±8. Torque is clipped to ±2 N·m, also in the cost.
/// Reward −(θ² + 0.1·θ̇² + 0.001·u²) of the state before the step, with θ wrapped to [−π, π]. Never terminates; truncated after 200 steps.
/// Reference: Gymnasium 1.3, <c>pendulum.py</c> with g = 10. Solved at −200 is GpuAc's own bar; the reference registers none.
/// </remarks>
public readonly struct PendulumV1 : IEnvironment
{
    private const float GravityMetresPerSecond2 = 10f;
    private const float MaxSpeedRadiansPerSecond = 8f;
    private const float MaxTorqueNewtonMetres = 2f;
    private const float TimeStepSeconds = 0.05f;
    private const float StartSpeedRadiansPerSecond = 1f;

    /// <inheritdoc/>
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "Pendulum-v1",
        Observation =
        [
            new("cos(theta)", -1, 1),
            new("sin(theta)", -1, 1),
            new("theta_dot [rad/s]", -MaxSpeedRadiansPerSecond, MaxSpeedRadiansPerSecond),
        ],
        Action = new BoxSpace(new Dimension("torque [N m]", -MaxTorqueNewtonMetres, MaxTorqueNewtonMetres)),
        StateNames = ["theta [rad]", "theta_dot [rad/s]"],
        ResetUniforms = 2,
        MaxEpisodeSteps = 200,
        SolvedReturn = -200,
    };

    /// <summary>Angle uniform in [−π, π), velocity in [−1, 1).</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F>
    {
        state[0] = F.MultiplyAdd(uniforms[0], F.Of(2 * MathF.PI), F.Of(-MathF.PI));
        state[1] = F.MultiplyAdd(uniforms[1], F.Of(2 * StartSpeedRadiansPerSecond), F.Of(-StartSpeedRadiansPerSecond));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>
    {
        F angle = state[0], velocity = state[1];
        var torque = F.Max(F.Of(-MaxTorqueNewtonMetres), F.Min(F.Of(MaxTorqueNewtonMetres), action[0]));

        var wrapped = LaneMath.WrapAngle(angle);
        var cost = F.MultiplyAdd(wrapped, wrapped, F.MultiplyAdd(F.Of(0.1f) * velocity, velocity, F.Of(0.001f) * torque * torque));

        // Mass and length are 1: θ̈ = 3g/2·sin θ + 3u.
        var acceleration = F.MultiplyAdd(F.Of(1.5f * GravityMetresPerSecond2), LaneMath.Sin(angle), F.Of(3f) * torque);
        velocity = F.MultiplyAdd(acceleration, F.Of(TimeStepSeconds), velocity);
        velocity = F.Max(F.Of(-MaxSpeedRadiansPerSecond), F.Min(F.Of(MaxSpeedRadiansPerSecond), velocity));
        state[0] = F.MultiplyAdd(velocity, F.Of(TimeStepSeconds), angle);
        state[1] = velocity;

        reward = -cost;
        terminated = F.Zero > F.One;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F>
    {
        LaneMath.SinCos(state[0], out var sin, out var cos);
        observation[0] = cos;
        observation[1] = sin;
        observation[2] = state[1];
    }
}
