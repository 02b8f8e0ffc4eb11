using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.ClassicControl;

/// <summary>Gymnasium's <c>CartPole-v1</c>: balance a pole on a cart for 500 steps by pushing left or right; reward 1 per step.</summary>
/// <remarks>
/// State and observation: x [m], x_dot [m/s], theta [rad] (0 is upright), theta_dot [rad/s]. Terminates at |x| &gt; 2.4 m or
/// |theta| &gt; 12°; truncated after 500 steps. Solved at a mean return of 475. Reference: Gymnasium 1.3, <c>cartpole.py</c>.
/// </remarks>
public readonly struct CartPoleV1 : IEnvironment
{
    /// <inheritdoc/>
    public static EnvironmentSpec Spec { get; } = CartPole.Describe("CartPole-v1", maxEpisodeSteps: 500, solvedReturn: 475);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F> => CartPole.Reset(ref uniforms, ref state);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F> => CartPole.Step(ref state, ref action, out reward, out terminated);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F> => CartPole.Observe(ref state, ref observation);
}
