using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.Vectorized;

/// <summary>
/// Steps one lane register of environments: dynamics, time limit, automatic reset. Every schedule (vectorised environment, rollout,
/// benchmark) steps through this, so all of them agree on what a step is.
/// </summary>
/// <typeparam name="TEnv">The environment.</typeparam>
/// <typeparam name="F">Lane type.</typeparam>
/// <remarks>
/// <para>The time step <c>step</c> counts from the run's start, the same in all environments. Start states at the very beginning are drawn
/// at step 0; an environment whose episode ends in step k (from 0) draws its next start state at k + 1. With the seed, purpose and
/// environment index this keys every draw, whatever the lane width or the order.</para>
/// <para>State in memory is feature-major in blocks of <see cref="BlockLanes"/> environments: component c of lane i at
/// <c>rows[c·64 + i]</c>.</para>
/// </remarks>
public readonly unsafe struct EnvironmentStepper<TEnv, F>
    where TEnv : struct, IEnvironment
    where F : struct, IFloatLane<F>
{
    /// <summary>Environments in a block, and the distance between the rows of its state.</summary>
    public const int BlockLanes = 64;

    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly int stateSize;
    private readonly int resetUniforms;
    private readonly float maxEpisodeSteps;
    private readonly RandomKey key;

    /// <summary>Prepares stepping.</summary>
    /// <param name="resetKey">Seed and purpose of the start states.</param>
    /// <exception cref="GpuAcException">The environment's specification cannot be used.</exception>
    public EnvironmentStepper(RandomKey resetKey)
    {
        var spec = TEnv.Spec;
        SpecificationRules.Require(spec, typeof(TEnv).Name);
        stateSize = spec.StateSize;
        resetUniforms = spec.ResetUniforms;
        maxEpisodeSteps = spec.MaxEpisodeSteps;
        key = resetKey;
    }

    /// <summary>
    /// Prepares stepping where the specification, an object, cannot be reached: in a kernel, whose host has checked it.
    /// </summary>
    /// <param name="stateSize">Components of the state.</param>
    /// <param name="resetUniforms">Uniforms that a start state takes.</param>
    /// <param name="maxEpisodeSteps">Time limit.</param>
    /// <param name="resetKey">Seed and purpose of the start states.</param>
    public EnvironmentStepper(int stateSize, int resetUniforms, int maxEpisodeSteps, RandomKey resetKey)
    {
        this.stateSize = stateSize;
        this.resetUniforms = resetUniforms;
        this.maxEpisodeSteps = maxEpisodeSteps;
        key = resetKey;
    }

    /// <summary>Components of the state.</summary>
    public int StateSize => stateSize;

    /// <summary>Time limit of an episode, in steps.</summary>
    public float MaxEpisodeSteps => maxEpisodeSteps;

    /// <summary>Reads the state of <c>F.Width</c> environments from rows <see cref="BlockLanes"/> apart.</summary>
    [MethodImpl(Inline)]
    public void Load(float* rows, ref Components<F> state)
    {
        for (var i = 0; i < stateSize; i++)
            state[i] = F.Load(rows + (i * BlockLanes));
    }

    /// <summary>Writes what <see cref="Load"/> reads.</summary>
    [MethodImpl(Inline)]
    public void Store(ref Components<F> state, float* rows)
    {
        for (var i = 0; i < stateSize; i++)
            state[i].Store(rows + (i * BlockLanes));
    }

    /// <summary>Draws start states in all lanes.</summary>
    /// <param name="environment">Index of the first lane's environment.</param>
    /// <param name="step">Steps taken so far: 0 at the start of a run.</param>
    /// <param name="state">Output.</param>
    [MethodImpl(Inline)]
    public void Start(uint environment, ulong step, ref Components<F> state)
    {
        Unsafe.SkipInit(out Components<F> uniforms);
        for (var i = 0; i < resetUniforms; i += 4)
        {
            // Four at a time; the last group may exceed what the environment asked for, but never the sixteen slots.
            var words = F.Uniform4(key, environment, step, (uint)i / 4);
            uniforms[i] = words.A;
            uniforms[i + 1] = words.B;
            uniforms[i + 2] = words.C;
            uniforms[i + 3] = words.D;
        }

        TEnv.Reset(ref uniforms, ref state);
    }

    /// <summary>Advances the dynamics and the clock by one step, without a reset: <paramref name="state"/> is the true successor.</summary>
    /// <param name="state">State; updated.</param>
    /// <param name="elapsed">Steps taken in the current episode; updated. Exact up to 2^24.</param>
    /// <param name="action">See <see cref="IEnvironment.Step"/>.</param>
    /// <param name="reward">Output.</param>
    /// <param name="terminated">Output: mask of episodes that reached a terminal state.</param>
    /// <param name="truncated">Output: mask of episodes at their time limit that are not terminated.</param>
    [MethodImpl(Inline)]
    public void Advance(ref Components<F> state, ref F elapsed, ref Components<F> action, out F reward, out F terminated, out F truncated)
    {
        TEnv.Step(ref state, ref action, out reward, out terminated);
        elapsed += F.One;
        truncated = (elapsed >= F.Of(maxEpisodeSteps)) & ~terminated;
    }

    /// <summary>Gives the environments of a mask new start states and sets their clocks to zero.</summary>
    /// <param name="done">Mask of the environments to reset; call this when <c>F.Any(done)</c>.</param>
    /// <param name="environment">Index of the first lane's environment.</param>
    /// <param name="step">The step just taken, from 0.</param>
    /// <param name="state">Updated where the mask holds.</param>
    /// <param name="elapsed">Set to zero where the mask holds.</param>
    [MethodImpl(Inline)]
    public void Restart(F done, uint environment, ulong step, ref Components<F> state, ref F elapsed)
    {
        Unsafe.SkipInit(out Components<F> start);
        Start(environment, step + 1, ref start);
        for (var i = 0; i < stateSize; i++)
            state[i] = F.Select(done, start[i], state[i]);
        elapsed = F.Select(done, F.Zero, elapsed);
    }

    /// <summary><see cref="Advance"/>, then <see cref="Restart"/> where an episode ended.</summary>
    /// <param name="state">State; on return the next one to act in, a start state where an episode ended.</param>
    /// <param name="elapsed">Steps taken in the current episode; updated.</param>
    /// <param name="action">See <see cref="IEnvironment.Step"/>.</param>
    /// <param name="environment">Index of the first lane's environment.</param>
    /// <param name="step">This step's number, from 0 at the start of the run.</param>
    /// <param name="reward">Output.</param>
    /// <param name="terminated">Output mask.</param>
    /// <param name="truncated">Output mask.</param>
    /// <param name="finalObservation">Output, written only when the result is true: the observation of the true successors of
    /// all lanes, before any reset.</param>
    /// <returns>True when an episode ended in at least one lane.</returns>
    [MethodImpl(Inline)]
    public bool Step(
        ref Components<F> state,
        ref F elapsed,
        ref Components<F> action,
        uint environment,
        ulong step,
        out F reward,
        out F terminated,
        out F truncated,
        ref Components<F> finalObservation)
    {
        Advance(ref state, ref elapsed, ref action, out reward, out terminated, out truncated);
        var done = terminated | truncated;
        if (!F.Any(done))
            return false;
        TEnv.Observe(ref state, ref finalObservation);
        Restart(done, environment, step, ref state, ref elapsed);
        return true;
    }
}
