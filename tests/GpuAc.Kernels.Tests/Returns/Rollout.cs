using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Tests.Returns;

/// <summary>A recorded rollout of a few environments, time-major, and what an estimator makes of it.</summary>
internal sealed class Rollout(int numSteps, int numEnvs)
{
    /// <summary>Environments are padded to the widest lane.</summary>
    private readonly int stride = (numEnvs + 15) / 16 * 16;

    public int NumSteps => numSteps;

    public int NumEnvs => numEnvs;

    public float[,] Rewards { get; } = new float[numSteps, (numEnvs + 15) / 16 * 16];

    public float[,] Values { get; } = new float[numSteps + 1, (numEnvs + 15) / 16 * 16];

    public float[,] FinalValues { get; } = Filled(numSteps, (numEnvs + 15) / 16 * 16, float.NaN);

    public float[,] Terminated { get; } = new float[numSteps, (numEnvs + 15) / 16 * 16];

    public float[,] Truncated { get; } = new float[numSteps, (numEnvs + 15) / 16 * 16];

    public float[,] Advantages { get; } = new float[numSteps, (numEnvs + 15) / 16 * 16];

    public float[,] Targets { get; } = new float[numSteps, (numEnvs + 15) / 16 * 16];

    /// <summary>One environment whose value estimates are all <paramref name="value"/>.</summary>
    public static Rollout OfOne(float value, params float[] rewards)
    {
        var rollout = new Rollout(rewards.Length, 1);
        for (int t = 0; t < rewards.Length; t++)
            rollout.Rewards[t, 0] = rewards[t];
        for (int t = 0; t <= rewards.Length; t++)
            rollout.Values[t, 0] = value;
        return rollout;
    }

    /// <summary>Random rewards and values, with some steps terminated and some truncated.</summary>
    public static Rollout Random(int seed, int numSteps, int numEnvs, double endProbability = 0.15)
    {
        var numbers = new TestNumbers(seed);
        var rollout = new Rollout(numSteps, numEnvs);
        for (int e = 0; e < numEnvs; e++)
        {
            for (int t = 0; t < numSteps; t++)
            {
                rollout.Rewards[t, e] = numbers.Uniform(-2, 2);
                rollout.Values[t, e] = numbers.Uniform(-3, 3);
                if (numbers.Chance(endProbability))
                    rollout.Terminated[t, e] = 1;
                else if (numbers.Chance(endProbability))
                    rollout.Truncate(t, e, numbers.Uniform(-3, 3));
            }

            rollout.Values[numSteps, e] = numbers.Uniform(-3, 3);
        }

        return rollout;
    }

    /// <summary>Marks a step truncated, with the value of its true final observation.</summary>
    public void Truncate(int t, int e, float finalValue)
    {
        Truncated[t, e] = 1;
        FinalValues[t, e] = finalValue;
    }

    /// <summary>Runs an estimator at a lane width; returns this.</summary>
    public Rollout Estimate<TEstimator>(int width, ReturnSettings settings)
        where TEstimator : struct, IReturnEstimator
    {
        switch (width)
        {
            case 1: Estimate<TEstimator, Lane1>(settings); break;
            case 4: Estimate<TEstimator, Lane4>(settings); break;
            case 8: Estimate<TEstimator, Lane8>(settings); break;
            case 16: Estimate<TEstimator, Lane16>(settings); break;
            default: throw new ArgumentOutOfRangeException(nameof(width), width, "No such lane width.");
        }

        return this;
    }

    private static float[,] Filled(int rows, int columns, float value)
    {
        var array = new float[rows, columns];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
                array[r, c] = value;
        }

        return array;
    }

    private void Estimate<TEstimator, F>(ReturnSettings settings)
        where TEstimator : struct, IReturnEstimator
        where F : struct, IFloatLane<F>
    {
        for (int first = 0; first < stride; first += F.Width)
        {
            var column = new Column<F>(this, first);
            TEstimator.Compute<F, Column<F>>(settings, numSteps, ref column);
        }
    }

    private readonly unsafe struct Column<F>(Rollout rollout, int first) : IRolloutColumn<F>
        where F : struct, IFloatLane<F>
    {
        public F Reward(int t) => Read(rollout.Rewards, t);

        public F Value(int t) => Read(rollout.Values, t);

        public F FinalValue(int t) => Read(rollout.FinalValues, t);

        public F End(int t) => EpisodeEnd.Of(Read(rollout.Terminated, t) > F.Zero, Read(rollout.Truncated, t) > F.Zero);

        public void Store(int t, F advantage, F valueTarget)
        {
            fixed (float* advantages = &rollout.Advantages[t, first], targets = &rollout.Targets[t, first])
            {
                advantage.Store(advantages);
                valueTarget.Store(targets);
            }
        }

        private F Read(float[,] array, int t)
        {
            fixed (float* source = &array[t, first])
                return F.Load(source);
        }
    }
}
