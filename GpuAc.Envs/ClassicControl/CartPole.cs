using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.ClassicControl;

/// <summary>The dynamics that <see cref="CartPoleV0"/> and <see cref="CartPoleV1"/> share.</summary>
/// <remarks>
/// Gymnasium 1.3, <c>envs/classic_control/cartpole.py</c> with the Euler integrator, after Barto, Sutton and Anderson (1983).
/// State and observation: cart position x, its velocity, pole angle θ (0 is upright), its velocity.
/// </remarks>
internal static class CartPole
{
    private const float GravityMetresPerSecond2 = 9.8f;
    private const float CartMassKilograms = 1f;
    private const float PoleMassKilograms = 0.1f;
    private const float TotalMassKilograms = CartMassKilograms + PoleMassKilograms;
    private const float HalfPoleLengthMetres = 0.5f;
    private const float PoleMassLength = PoleMassKilograms * HalfPoleLengthMetres;
    private const float ForceNewtons = 10f;
    private const float TimeStepSeconds = 0.02f;
    private const float AngleLimitRadians = (float)(12 * 2 * Math.PI / 360);
    private const float PositionLimitMetres = 2.4f;

    internal static EnvironmentSpec Describe(string id, int maxEpisodeSteps, float solvedReturn) => new()
    {
        Id = id,
        Observation =
        [
            new("x [m]", -2 * PositionLimitMetres, 2 * PositionLimitMetres),
            new("x_dot [m/s]", float.NegativeInfinity, float.PositiveInfinity),
            new("theta [rad]", -2 * AngleLimitRadians, 2 * AngleLimitRadians),
            new("theta_dot [rad/s]", float.NegativeInfinity, float.PositiveInfinity),
        ],
        Action = new DiscreteSpace("left (-10 N)", "right (+10 N)"),
        ResetUniforms = 4,
        MaxEpisodeSteps = maxEpisodeSteps,
        SolvedReturn = solvedReturn,
    };

    /// <summary>All four components uniform in [−0.05, 0.05).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F>
    {
        for (var i = 0; i < 4; i++)
            state[i] = F.MultiplyAdd(uniforms[i], F.Of(0.1f), F.Of(-0.05f));
    }

    /// <summary>One Euler step: positions advance with the old velocities. The reward is 1, in the terminal step too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>
    {
        F position = state[0], velocity = state[1], angle = state[2], angularVelocity = state[3];
        var force = F.MultiplyAdd(action[0], F.Of(2 * ForceNewtons), F.Of(-ForceNewtons));

        // The angle never leaves the limit by more than one step, so no range reduction is needed.
        LaneMath.SinCosSmall(angle, out var sin, out var cos);

        var push = F.MultiplyAdd(angularVelocity * angularVelocity, F.Of(PoleMassLength) * sin, force) * F.Of(1 / TotalMassKilograms);
        var inertia = F.MultiplyAdd(
            cos * cos, F.Of(-HalfPoleLengthMetres * PoleMassKilograms / TotalMassKilograms), F.Of(HalfPoleLengthMetres * 4 / 3));
        var angularAcceleration = (F.Of(GravityMetresPerSecond2) * sin - cos * push) / inertia;
        var acceleration = F.MultiplyAdd(angularAcceleration * cos, F.Of(-PoleMassLength / TotalMassKilograms), push);

        var step = F.Of(TimeStepSeconds);
        position = F.MultiplyAdd(step, velocity, position);
        angle = F.MultiplyAdd(step, angularVelocity, angle);
        state[0] = position;
        state[1] = F.MultiplyAdd(step, acceleration, velocity);
        state[2] = angle;
        state[3] = F.MultiplyAdd(step, angularAcceleration, angularVelocity);

        reward = F.One;
        terminated = (F.Abs(position) > F.Of(PositionLimitMetres)) | (F.Abs(angle) > F.Of(AngleLimitRadians));
    }

    /// <summary>The observation is the state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F>
    {
        observation[0] = state[0];
        observation[1] = state[1];
        observation[2] = state[2];
        observation[3] = state[3];
    }
}
