using GpuAc.Envs.Contracts;
using GpuAc.Lanes;
using GpuAc.Lanes.Memory;

namespace GpuAc.Envs.Vectorized;

/// <summary><see cref="IVectorEnvironment"/> for one environment and lane width, on the calling thread.</summary>
internal sealed unsafe class VectorEnvironment<TEnv, F> : IVectorEnvironment
    where TEnv : struct, IEnvironment
    where F : struct, IFloatLane<F>
{
    private const int Lanes = EnvironmentStepper<TEnv, F>.BlockLanes;

    private readonly int observationSize;
    private readonly int actionComponents;
    private readonly int choices;
    private readonly int rowsPerBlock;
    private readonly AlignedBuffer states;
    private readonly float[] observations;
    private readonly float[] finalObservations;
    private readonly float[] rewards;
    private readonly bool[] terminated;
    private readonly bool[] truncated;
    private EnvironmentStepper<TEnv, F> stepper;
    private ulong steps;
    private bool isDisposed;

    /// <summary>Allocates, and puts all copies into start states of seed 0.</summary>
    /// <param name="numEnvs">Number of copies, at least 1.</param>
    public VectorEnvironment(int numEnvs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numEnvs);
        NumEnvs = numEnvs;
        observationSize = Spec.Observation.Count;
        actionComponents = Spec.Action.Components;
        choices = Spec.Action is DiscreteSpace discrete ? discrete.Size : 0;
        rowsPerBlock = Spec.StateSize + 1;
        states = new AlignedBuffer((long)((numEnvs + Lanes - 1) / Lanes) * rowsPerBlock * Lanes);
        observations = new float[numEnvs * observationSize];
        finalObservations = new float[numEnvs * observationSize];
        rewards = new float[numEnvs];
        terminated = new bool[numEnvs];
        truncated = new bool[numEnvs];
        Reset(new RandomKey(0, RandomPurpose.Reset));
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec => TEnv.Spec;

    /// <inheritdoc/>
    public int NumEnvs { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Observations => observations;

    /// <inheritdoc/>
    public ReadOnlySpan<float> FinalObservations => finalObservations;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Rewards => rewards;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Terminated => terminated;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Truncated => truncated;

    /// <inheritdoc/>
    public void Reset(RandomKey key)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        stepper = new EnvironmentStepper<TEnv, F>(key);
        steps = 0;
        Components<F> state = default, observation = default;
        for (int env = 0; env < NumEnvs; env += F.Width)
        {
            stepper.Start((uint)env, 0, ref state);
            float* rows = Rows(env);
            stepper.Store(ref state, rows);
            F.Zero.Store(rows + (Spec.StateSize * Lanes));
            TEnv.Observe(ref state, ref observation);
            Scatter(ref observation, env, observations);
        }

        observations.CopyTo(finalObservations.AsSpan());
        rewards.AsSpan().Clear();
        terminated.AsSpan().Clear();
        truncated.AsSpan().Clear();
    }

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<float> actions)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (actions.Length != NumEnvs * actionComponents)
        {
            throw new ArgumentException(
                $"'actions' must hold numEnvs × components = {NumEnvs} × {actionComponents} = {NumEnvs * actionComponents} values, but "
                + $"holds {actions.Length}.",
                nameof(actions));
        }

        CheckActions(actions);
        Components<F> state = default, action = default, final = default, observation = default;
        float* values = stackalloc float[F.Width];
        for (int env = 0; env < NumEnvs; env += F.Width)
        {
            float* rows = Rows(env);
            float* clock = rows + (Spec.StateSize * Lanes);
            stepper.Load(rows, ref state);
            F elapsed = F.Load(clock);
            Gather(actions, env, ref action, values);
            bool anyDone = stepper.Step(
                ref state, ref elapsed, ref action, (uint)env, steps, out F reward, out F ends, out F limits, ref final);
            stepper.Store(ref state, rows);
            elapsed.Store(clock);
            TEnv.Observe(ref state, ref observation);
            Scatter(ref observation, env, observations);
            Scatter(ref anyDone ? ref final : ref observation, env, finalObservations);
            int count = Math.Min(F.Width, NumEnvs - env);
            reward.Store(values);
            new ReadOnlySpan<float>(values, count).CopyTo(rewards.AsSpan(env));
            ReadMask(ends, values, terminated.AsSpan(env, count));
            ReadMask(limits, values, truncated.AsSpan(env, count));
        }

        steps++;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        states.Dispose();
    }

    private static void ReadMask(F mask, float* values, Span<bool> flags)
    {
        F.Select(mask, F.One, F.Zero).Store(values);
        for (int i = 0; i < flags.Length; i++)
            flags[i] = values[i] != 0;
    }

    private float* Rows(int env) => states.Pointer + ((long)(env / Lanes) * rowsPerBlock * Lanes) + (env % Lanes);

    private void Gather(ReadOnlySpan<float> actions, int env, ref Components<F> action, float* values)
    {
        int count = Math.Min(F.Width, NumEnvs - env);
        for (int i = 0; i < actionComponents; i++)
        {
            for (int lane = 0; lane < F.Width; lane++)
                values[lane] = actions[((env + Math.Min(lane, count - 1)) * actionComponents) + i];
            action[i] = F.Load(values);
        }
    }

    private void Scatter(ref Components<F> components, int env, float[] destination)
    {
        float* values = stackalloc float[F.Width];
        int count = Math.Min(F.Width, NumEnvs - env);
        for (int i = 0; i < observationSize; i++)
        {
            components[i].Store(values);
            for (int lane = 0; lane < count; lane++)
                destination[((env + lane) * observationSize) + i] = values[lane];
        }
    }

    private void CheckActions(ReadOnlySpan<float> actions)
    {
        for (int i = 0; i < actions.Length; i++)
        {
            float value = actions[i];
            bool fits = choices > 0 ? value >= 0 && value < choices && value == MathF.Floor(value) : float.IsFinite(value);
            if (!fits)
            {
                string expected = choices > 0 ? $"a whole number from 0 to {choices - 1}" : "finite";
                throw new ArgumentException(
                    $"Action {i / actionComponents} of '{Spec.Id}' must be {expected}, but is {value}.", nameof(actions));
            }
        }
    }
}
