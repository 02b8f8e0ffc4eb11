using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;

namespace GpuAc.Kernels.Cpu.Rollouts;

/// <content>What is looked at in passing: episodes that ended, moments for normalisation, values that are not finite.</content>
internal sealed unsafe partial class RolloutWorker<TEnv, TDistribution, F>
{
    // Keeps count of episodes, and of the moments that normalisation needs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Watch(int block, int lane, ref BlockSums sums, F reward, F done, F length, F inUse, bool anyDone)
    {
        float* rows = blocks[block] + lane;
        float* returns = rows + (blocks.EpisodeReturn * Tile.Lanes);
        F total = F.Load(returns) + reward;
        if (anyDone)
        {
            F counted = done & inUse & F.Equal(total, total);
            sums.Episodes += F.Sum(F.Select(counted, F.One, F.Zero));
            sums.Returns += F.Sum(F.Select(counted, total, F.Zero));
            sums.Lengths += F.Sum(F.Select(counted, length, F.Zero));
            total = F.Select(done, F.Zero, total);
        }

        total.Store(returns);
        if (plan.ScaleRewards)
        {
            float* discounted = rows + (blocks.DiscountedReturn * Tile.Lanes);
            F value = F.MultiplyAdd(F.Load(discounted), F.Of(plan.Gamma), reward);
            F watched = F.Select(inUse, value - F.Of(returnShift), F.Zero);
            sums.DiscountedReturns += F.Sum(watched);
            sums.DiscountedSquares += F.Sum(watched * watched);
            F.Select(done, F.Zero, value).Store(discounted);
        }

        for (int i = 0; normalizer != null && i < observationSize; i++)
        {
            // The observation acted on, which is still in place.
            F distance = F.Load(rows + ((blocks.Observation + i) * Tile.Lanes)) - F.Of(normalizer.Shift[i]);
            distance = F.Select(inUse, distance, F.Zero);
            sums.Observations[i].A += F.Sum(distance);
            sums.Observations[i].B += F.Sum(distance * distance);
        }
    }

    private void CheckFinite(F reward, ref Components<F> observation, F inUse, uint environment, ulong step)
    {
        // x − x is zero for finite values alone.
        F sum = reward - reward;
        for (int i = 0; i < observationSize; i++)
            sum += observation[i] - observation[i];
        if (F.Any(~F.Equal(sum, F.Zero) & inUse))
            ThrowNotFinite(reward, ref observation, environment, step);
    }

    [DoesNotReturn]
    private void ThrowNotFinite(F reward, ref Components<F> observation, uint environment, ulong step)
    {
        EnvironmentSpec spec = TEnv.Spec;
        float* values = stackalloc float[16];
        for (int i = -1; i < observationSize; i++)
        {
            (i < 0 ? reward : observation[i]).Store(values);
            for (int lane = 0; lane < F.Width; lane++)
            {
                if (!float.IsFinite(values[lane]))
                    throw EnvironmentFault.Create(spec, i, values[lane], environment + lane, step);
            }
        }

        throw new EnvironmentFailureException($"Environment '{spec.Id}' returned a value that is not finite in step {step}");
    }
}
