using GpuAc.Lanes;

namespace GpuAc.Envs.Contracts;

/// <summary>
/// A Markov decision process, written once over lanes: the same source steps sixteen environments per instruction on a CPU
/// and one per thread on a GPU. Implement it with one struct that has no fields.
/// </summary>
/// <remarks>
/// <para>All members are static and pure: what an environment knows is in its state. Do not branch on lane data (use
/// <c>F.Select</c>), allocate, or call anything but lane members, <see cref="LaneMath"/> and your own static methods of the same
/// kind.</para>
/// <para>Time limits, automatic reset and random numbers are the toolkit's business:
/// <see cref="EnvironmentSpec.MaxEpisodeSteps"/> truncates, and <see cref="Reset"/> is handed its random draws.</para>
/// </remarks>
public interface IEnvironment
{
    /// <summary>Identity, spaces, sizes and limits; the same object at every call.</summary>
    static abstract EnvironmentSpec Spec { get; }

    /// <summary>Makes a start state.</summary>
    /// <param name="uniforms"><see cref="EnvironmentSpec.ResetUniforms"/> independent draws from [0, 1).</param>
    /// <param name="state">Output: all <see cref="EnvironmentSpec.StateSize"/> components.</param>
    static abstract void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F>;

    /// <summary>Advances one time step.</summary>
    /// <param name="state">The state; updated in place.</param>
    /// <param name="action">A discrete action's index as a float in component 0, or the continuous action's components, which may lie
    /// outside the bounds: clip them as the environment defines.</param>
    /// <param name="reward">Output: the reward of this step.</param>
    /// <param name="terminated">Output: mask of the environments whose episode has ended by reaching a terminal state (not by a time
    /// limit).</param>
    static abstract void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>;

    /// <summary>What the policy sees of a state.</summary>
    /// <param name="state">A state; not changed.</param>
    /// <param name="observation">Output: all components of the observation space.</param>
    static abstract void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F>;
}
