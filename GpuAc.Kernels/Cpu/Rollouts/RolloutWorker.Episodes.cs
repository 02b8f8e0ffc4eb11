using GpuAc.Lanes;
using GpuAc.Lanes.Dense;

namespace GpuAc.Kernels.Cpu.Rollouts;

/// <content>Where episodes begin and end: staggered clocks, rollouts of whole episodes, time limits that terminate.</content>
internal sealed unsafe partial class RolloutWorker<TEnv, TDistribution, F>
{
    // Starts the clocks of first episodes anywhere within the time limit. Their returns are those of part of an episode, so they
    // start as NaN, which the statistics leave out.
    private void Stagger(float* rows, uint environment)
    {
        Quad<F> draws = F.Uniform4(new RandomKey(plan.Seed, RandomPurpose.Stagger), environment, 0, 0);
        F.Floor(draws.A * F.Of(TEnv.Spec.MaxEpisodeSteps)).Store(rows + (blocks.Elapsed * Tile.Lanes));
        F.Of(float.NaN).Store(rows + (blocks.EpisodeReturn * Tile.Lanes));
    }

    // In a rollout of whole episodes: weighs this time step's samples, marks those whose episode was over before it, and says how many go
    // on.
    private int EndEpisodes(float* column, long first, int active)
    {
        samples.Write(live, samples.Weight, first, active);
        float* terminated = column + (ScanColumns.Terminated * Tile.Lanes);
        float* truncated = column + (ScanColumns.Truncated * Tile.Lanes);
        int running = 0;
        for (int lane = 0; lane < active; lane++)
        {
            if (live[lane] == 0)
                terminated[lane] = -1;
            else if (terminated[lane] > 0 || truncated[lane] > 0)
                live[lane] = 0;
            else
                running++;
        }

        return running;
    }

    // Samples of time steps that other blocks may reach and this one did not count for nothing.
    private void DiscountRest(int block, int length, int active)
    {
        new Span<float>(live, Tile.Lanes).Clear();
        for (int t = length; t < plan.NumSteps; t++)
            samples.Write(live, samples.Weight, ((long)t * plan.NumEnvs) + (block * Tile.Lanes), active);
    }

    private static void TerminateTruncated(float* column, int active)
    {
        float* terminated = column + (ScanColumns.Terminated * Tile.Lanes);
        float* truncated = column + (ScanColumns.Truncated * Tile.Lanes);
        for (int lane = 0; lane < active; lane++)
        {
            terminated[lane] += truncated[lane];
            truncated[lane] = 0;
        }
    }
}
