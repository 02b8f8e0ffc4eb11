using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.ClassicControl;

/// <summary>
/// Gymnasium's <c>Acrobot-v1</c>: swing the tip of a two-link pendulum above a line, with a motor at the joint between the links.
/// </summary>
/// <remarks>
/// State: theta1 (0 is hanging) and theta2 (relative to the first link) [rad], wrapped to [−π, π], and their velocities [rad/s],
/// clipped to ±4π and ±9π. Reward −1 per step, 0 in the terminal one; terminates when −cos θ1 − cos(θ1 + θ2) &gt; 1; truncated after 500
/// steps. Solved at a mean return of −100. Reference: Gymnasium 1.3, <c>acrobot.py</c>, the "book" dynamics (Sutton and Barto, 1998), one
/// Runge-Kutta step of 0.2 s.
/// </remarks>
public readonly struct AcrobotV1 : IEnvironment
{
    private const float GravityMetresPerSecond2 = 9.8f;
    private const float TimeStepSeconds = 0.2f;
    private const float MaxSpeed1RadiansPerSecond = 4 * MathF.PI;
    private const float MaxSpeed2RadiansPerSecond = 9 * MathF.PI;

    /// <inheritdoc/>
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "Acrobot-v1",
        Observation =
        [
            new("cos(theta1)", -1, 1),
            new("sin(theta1)", -1, 1),
            new("cos(theta2)", -1, 1),
            new("sin(theta2)", -1, 1),
            new("theta1_dot [rad/s]", -MaxSpeed1RadiansPerSecond, MaxSpeed1RadiansPerSecond),
            new("theta2_dot [rad/s]", -MaxSpeed2RadiansPerSecond, MaxSpeed2RadiansPerSecond),
        ],
        Action = new DiscreteSpace("-1 N m", "0 N m", "+1 N m"),
        StateNames = ["theta1 [rad]", "theta2 [rad]", "theta1_dot [rad/s]", "theta2_dot [rad/s]"],
        ResetUniforms = 4,
        MaxEpisodeSteps = 500,
        SolvedReturn = -100,
    };

    /// <summary>All four components uniform in [−0.1, 0.1).</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F>
    {
        for (var i = 0; i < 4; i++)
            state[i] = F.MultiplyAdd(uniforms[i], F.Of(0.2f), F.Of(-0.1f));
    }

    /// <inheritdoc/>
    public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>
    {
        F angle1 = state[0], angle2 = state[1], speed1 = state[2], speed2 = state[3];
        var torque = action[0] - F.One;
        F half = F.Of(TimeStepSeconds / 2), whole = F.Of(TimeStepSeconds), sixth = F.Of(TimeStepSeconds / 6);

        // Classical Runge-Kutta. The slope of an angle is the speed of the same stage, so only accelerations are computed.
        Accelerate(angle1, angle2, speed1, speed2, torque, out var k1First, out var k1Second);
        F speed1Stage2 = F.MultiplyAdd(half, k1First, speed1), speed2Stage2 = F.MultiplyAdd(half, k1Second, speed2);
        Accelerate(
            F.MultiplyAdd(half, speed1, angle1), F.MultiplyAdd(half, speed2, angle2), speed1Stage2, speed2Stage2, torque,
            out var k2First, out var k2Second);
        F speed1Stage3 = F.MultiplyAdd(half, k2First, speed1), speed2Stage3 = F.MultiplyAdd(half, k2Second, speed2);
        Accelerate(
            F.MultiplyAdd(half, speed1Stage2, angle1), F.MultiplyAdd(half, speed2Stage2, angle2), speed1Stage3, speed2Stage3, torque,
            out var k3First, out var k3Second);
        F speed1Stage4 = F.MultiplyAdd(whole, k3First, speed1), speed2Stage4 = F.MultiplyAdd(whole, k3Second, speed2);
        Accelerate(
            F.MultiplyAdd(whole, speed1Stage3, angle1), F.MultiplyAdd(whole, speed2Stage3, angle2), speed1Stage4, speed2Stage4, torque,
            out var k4First, out var k4Second);

        angle1 = LaneMath.WrapAngle(F.MultiplyAdd(sixth, Simpson(speed1, speed1Stage2, speed1Stage3, speed1Stage4), angle1));
        angle2 = LaneMath.WrapAngle(F.MultiplyAdd(sixth, Simpson(speed2, speed2Stage2, speed2Stage3, speed2Stage4), angle2));
        state[0] = angle1;
        state[1] = angle2;
        state[2] = Clip(F.MultiplyAdd(sixth, Simpson(k1First, k2First, k3First, k4First), speed1), MaxSpeed1RadiansPerSecond);
        state[3] = Clip(F.MultiplyAdd(sixth, Simpson(k1Second, k2Second, k3Second, k4Second), speed2), MaxSpeed2RadiansPerSecond);

        terminated = LaneMath.Cos(angle1) + LaneMath.Cos(angle1 + angle2) < -F.One;
        reward = F.Select(terminated, F.Zero, -F.One);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F>
    {
        LaneMath.SinCos(state[0], out var sin1, out var cos1);
        LaneMath.SinCos(state[1], out var sin2, out var cos2);
        observation[0] = cos1;
        observation[1] = sin1;
        observation[2] = cos2;
        observation[3] = sin2;
        observation[4] = state[2];
        observation[5] = state[3];
    }

    /// <summary>
    /// Angular accelerations of both joints; links of 1 m and 1 kg with centres of mass at half their length and inertia 1 kg·m².
    /// </summary>
    /// <remarks>Not inlined on purpose: it is used four times and long, and the call costs little in comparison.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Accelerate<F>(F angle1, F angle2, F speed1, F speed2, F torque, out F acceleration1, out F acceleration2)
        where F : struct, IFloatLane<F>
    {
        LaneMath.SinCos(angle2, out var sin2, out var cos2);
        var d1 = cos2 + F.Of(3.5f);
        var d2 = F.MultiplyAdd(cos2, F.Of(0.5f), F.Of(1.25f));

        // The reference's cos(θ − π/2) is sin θ.
        var phi2 = F.Of(0.5f * GravityMetresPerSecond2) * LaneMath.Sin(angle1 + angle2);
        var phi1 = F.MultiplyAdd(F.Of(1.5f * GravityMetresPerSecond2), LaneMath.Sin(angle1), phi2)
            - sin2 * speed2 * F.MultiplyAdd(F.Of(0.5f), speed2, speed1);

        var ratio = d2 / d1;
        acceleration2 = (F.MultiplyAdd(ratio, phi1, torque) - F.Of(0.5f) * speed1 * speed1 * sin2 - phi2) / (F.Of(1.25f) - d2 * ratio);
        acceleration1 = -F.MultiplyAdd(d2, acceleration2, phi1) / d1;
    }

    /// <summary>a + 2b + 2c + d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F Simpson<F>(F a, F b, F c, F d)
        where F : struct, IFloatLane<F> => F.MultiplyAdd(F.Of(2f), b + c, a + d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F Clip<F>(F value, float limit)
        where F : struct, IFloatLane<F> => F.Max(F.Of(-limit), F.Min(F.Of(limit), value));
}
