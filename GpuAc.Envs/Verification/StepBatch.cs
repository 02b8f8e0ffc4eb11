using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Lanes;

namespace GpuAc.Envs.Verification;

/// <summary>Single steps from given states, without resets: what verification and checks compare. Rows are samples.</summary>
internal sealed class StepBatch
{
    /// <summary>Makes room.</summary>
    /// <param name="spec">The environment's sizes.</param>
    /// <param name="count">Number of samples, at least 1.</param>
    public StepBatch(EnvironmentSpec spec, int count)
    {
        Count = count;
        StateSize = spec.StateSize;
        ActionSize = spec.Action.Components;
        ObservationSize = spec.Observation.Count;
        States = new float[count * StateSize];
        Actions = new float[count * ActionSize];
        Elapsed = new float[count];
        NextStates = new float[count * StateSize];
        Observations = new float[count * ObservationSize];
        Rewards = new float[count];
        Terminated = new bool[count];
        Truncated = new bool[count];
    }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>Components of a state.</summary>
    public int StateSize { get; }

    /// <summary>Components of an action.</summary>
    public int ActionSize { get; }

    /// <summary>Components of an observation.</summary>
    public int ObservationSize { get; }

    /// <summary>Input [Count, StateSize]: states to step from.</summary>
    public float[] States { get; }

    /// <summary>Input [Count, ActionSize].</summary>
    public float[] Actions { get; }

    /// <summary>Input [Count]: steps taken in the episode before this one.</summary>
    public float[] Elapsed { get; }

    /// <summary>Output [Count, StateSize]: the true successors.</summary>
    public float[] NextStates { get; }

    /// <summary>Output [Count, ObservationSize] of the successors.</summary>
    public float[] Observations { get; }

    /// <summary>Output [Count].</summary>
    public float[] Rewards { get; }

    /// <summary>Output [Count].</summary>
    public bool[] Terminated { get; }

    /// <summary>Output [Count].</summary>
    public bool[] Truncated { get; }

    /// <summary>Steps all samples at a lane width.</summary>
    /// <param name="laneWidth">1, 4, 8 or 16.</param>
    public void Step<TEnv>(int laneWidth)
        where TEnv : struct, IEnvironment => LaneWidth.Accept(laneWidth, new Stepped<TEnv>(this));

    /// <summary>Reads one row of components for a register of samples; lanes past the last sample repeat it.</summary>
    public static unsafe void Gather<F>(float[] rows, int size, int first, int count, ref Components<F> components)
        where F : struct, IFloatLane<F>
    {
        float* values = stackalloc float[F.Width];
        for (int i = 0; i < size; i++)
        {
            for (int lane = 0; lane < F.Width; lane++)
                values[lane] = rows[((first + Math.Min(lane, count - 1)) * size) + i];
            components[i] = F.Load(values);
        }
    }

    /// <summary>Writes what <see cref="Gather"/> reads, for the first <paramref name="count"/> lanes.</summary>
    public static unsafe void Scatter<F>(ref Components<F> components, float[] rows, int size, int first, int count)
        where F : struct, IFloatLane<F>
    {
        float* values = stackalloc float[F.Width];
        for (int i = 0; i < size; i++)
        {
            components[i].Store(values);
            for (int lane = 0; lane < count; lane++)
                rows[((first + lane) * size) + i] = values[lane];
        }
    }

    private StepBatch Step<TEnv, F>()
        where TEnv : struct, IEnvironment
        where F : struct, IFloatLane<F>
    {
        var stepper = new EnvironmentStepper<TEnv, F>(new RandomKey(0, RandomPurpose.Reset));
        Components<F> state = default, action = default, observation = default, single = default;
        for (int first = 0; first < Count; first += F.Width)
        {
            int count = Math.Min(F.Width, Count - first);
            Gather(States, StateSize, first, count, ref state);
            Gather(Actions, ActionSize, first, count, ref action);
            Gather(Elapsed, 1, first, count, ref single);
            F elapsed = single[0];
            stepper.Advance(ref state, ref elapsed, ref action, out F reward, out F terminated, out F truncated);
            TEnv.Observe(ref state, ref observation);
            Scatter(ref state, NextStates, StateSize, first, count);
            Scatter(ref observation, Observations, ObservationSize, first, count);
            single[0] = reward;
            Scatter(ref single, Rewards, 1, first, count);
            ScatterMask(terminated, Terminated, first, count);
            ScatterMask(truncated, Truncated, first, count);
        }

        return this;
    }

    private static unsafe void ScatterMask<F>(F mask, bool[] flags, int first, int count)
        where F : struct, IFloatLane<F>
    {
        float* values = stackalloc float[F.Width];
        F.Select(mask, F.One, F.Zero).Store(values);
        for (int lane = 0; lane < count; lane++)
            flags[first + lane] = values[lane] != 0;
    }

    private sealed class Stepped<TEnv>(StepBatch batch) : ILaneVisitor<StepBatch>
        where TEnv : struct, IEnvironment
    {
        public StepBatch Visit<F>()
            where F : struct, IFloatLane<F> => batch.Step<TEnv, F>();
    }
}
