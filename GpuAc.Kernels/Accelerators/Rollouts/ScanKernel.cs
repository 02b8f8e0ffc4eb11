using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Statistics;
using GpuAc.Lanes;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>The scan skeleton on an accelerator: a return estimator backwards through time, one environment per thread.</summary>
internal static class ScanKernel
{
    /// <summary>Threads of a group.</summary>
    public const int Threads = 64;

    /// <summary>The kernel.</summary>
    /// <param name="rollout">The rollout; receives advantages and returns.</param>
    /// <param name="lastValues">V of the observations that the rollout ends with.</param>
    /// <param name="lengths">Steps that count, of each environment.</param>
    /// <param name="numEnvs">Environments.</param>
    /// <param name="settings">Discount and the like.</param>
    /// <param name="sums">Receives each group's sums, [group][<see cref="AdvantageSums.Count"/>].</param>
    public static void Run<TEstimator>(
        SampleRows rollout, ArrayView<float> lastValues, ArrayView<int> lengths, int numEnvs,
        ReturnSettings settings, ArrayView<float> sums)
        where TEstimator : struct, IReturnEstimator
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(AdvantageSums.Count * Threads);
        int environment = (Grid.IdxX * Threads) + Group.IdxX;
        AdvantageMoments<Lane1> moments = default;
        if (environment < numEnvs)
        {
            int numSteps = lengths[environment];
            var column = new SampleColumn
            {
                Rollout = rollout,
                LastValues = lastValues,
                Environment = environment,
                NumEnvs = numEnvs,
                NumSteps = numSteps,
            };
            TEstimator.Compute<Lane1, SampleColumn>(settings, numSteps, ref column);
            Lane1 shift = new(rollout.Get(rollout.Value, 0)), counted = Lane1.One > Lane1.Zero;
            for (int t = 0; t < numSteps; t++)
            {
                long sample = ((long)t * numEnvs) + environment;
                Lane1 advantage = new(rollout.Get(rollout.Advantage, sample)), target = new(rollout.Get(rollout.Return, sample));
                moments.Add(counted, advantage, target, shift);
            }
        }

        shared[(AdvantageSums.Advantage * Threads) + Group.IdxX] = moments.Advantages.Value;
        shared[(AdvantageSums.AdvantageSquare * Threads) + Group.IdxX] = moments.AdvantageSquares.Value;
        shared[(AdvantageSums.Return * Threads) + Group.IdxX] = moments.Returns.Value;
        shared[(AdvantageSums.ReturnSquare * Threads) + Group.IdxX] = moments.ReturnSquares.Value;
        Group.Barrier();
        if (Group.IdxX >= AdvantageSums.Count)
            return;
        float sum = 0f;
        for (int i = 0; i < Threads; i++)
            sum += shared[(Group.IdxX * Threads) + i];
        sums[(Grid.IdxX * AdvantageSums.Count) + Group.IdxX] = sum;
    }
}

/// <summary>One environment through time, in device memory.</summary>
internal struct SampleColumn : IRolloutColumn<Lane1>
{
    /// <summary>The rollout.</summary>
    public SampleRows Rollout;

    /// <summary>V of the observations that the rollout ends with.</summary>
    public ArrayView<float> LastValues;

    /// <summary>Index of the environment.</summary>
    public int Environment;

    /// <summary>Environments.</summary>
    public int NumEnvs;

    /// <summary>Time steps.</summary>
    public int NumSteps;

    /// <inheritdoc/>
    public readonly Lane1 Reward(int t) => new(Rollout.Get(Rollout.Reward, At(t)));

    /// <inheritdoc/>
    public readonly Lane1 Value(int t) => new(t == NumSteps ? LastValues[Environment] : Rollout.Get(Rollout.Value, At(t)));

    /// <inheritdoc/>
    public readonly Lane1 FinalValue(int t) => new(Rollout.Get(Rollout.FinalValue, At(t)));

    /// <inheritdoc/>
    public readonly Lane1 End(int t) => new(Rollout.Get(Rollout.End, At(t)));

    /// <inheritdoc/>
    public readonly void Store(int t, Lane1 advantage, Lane1 valueTarget)
    {
        Rollout.Set(Rollout.Advantage, At(t), advantage.Value);
        Rollout.Set(Rollout.Return, At(t), valueTarget.Value);
    }

    private readonly long At(int t) => ((long)t * NumEnvs) + Environment;
}
