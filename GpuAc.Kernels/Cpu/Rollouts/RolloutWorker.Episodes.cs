using GpuAc.Lanes.Dense;

namespace GpuAc.Kernels.Cpu.Rollouts;

/// <content>Where episodes begin and end: staggered clocks, rollouts of whole episodes, time limits that terminate.</content>
internal sealed unsafe partial class RolloutWorker<TEnv, TDistribution, F>
{
    // In a rollout of whole episodes: how many have not ended yet.
    private int Running(int active)
    {
        int running = 0;
        for (int lane = 0; lane < active; lane++)
            running += live[lane] != 0 ? 1 : 0;
        return running;
    }

    // Samples of time steps that other blocks may reach and this one did not count for nothing.
    private void DiscountRest(int block, int length, int active)
    {
        new Span<float>(live, Tile.Lanes).Clear();
        for (int t = length; t < plan.NumSteps; t++)
            samples.Write(live, samples.Weight, ((long)t * plan.NumEnvs) + (block * Tile.Lanes), active);
    }
}
