using GpuAc.Kernels.Cpu.OffPolicy;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;

namespace GpuAc.Kernels.Tests.Cpu.OffPolicy;

public unsafe class ReplayMemoryTests
{
    private static readonly RandomKey Key = new(3, RandomPurpose.Shuffle);

    [Fact]
    public void Gather_OneStep_GivesTheTransitionAndMasksTermination()
    {
        using ReplayMemory replay = Filled(capacity: 10, envs: 2, returnSteps: 1, steps: 4, (step, env) => step == 2 && env == 1);
        (float[] observation, float[] reward, float[] discount, float[] next) = GatherAll(replay);
        Assert.Equal([0f, 1, 10, 11, 20, 21, 30, 31], observation);
        Assert.Equal(observation.Select(value => value / 100), reward);
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0, 0.5f, 0.5f], discount);
        Assert.Equal(observation.Select(value => value + 0.25f), next);
    }

    [Fact]
    public void Gather_ThreeSteps_StopsAtTheEndOfTheEpisodeAndOfWhatIsKnown()
    {
        // Environment 0 runs on; that of environment 1 terminates in step 1.
        using ReplayMemory replay = Filled(capacity: 10, envs: 2, returnSteps: 3, steps: 4, (step, env) => step == 1 && env == 1);
        (_, float[] reward, float[] discount, float[] next) = GatherAll(replay);
        Assert.Equal(0f + (0.5f * 0.1f) + (0.25f * 0.2f), reward[0], 1e-6f);
        Assert.Equal((0.125f, 20.25f), (discount[0], next[0]));
        Assert.Equal(0.01f + (0.5f * 0.11f), reward[1], 1e-6f);
        Assert.Equal((0f, 11.25f), (discount[1], next[1]));
        Assert.Equal(0.2f + (0.5f * 0.3f), reward[4], 1e-6f);
        Assert.Equal((0.25f, 30.25f), (discount[4], next[4]));
        Assert.Equal((0.5f, 30.25f), (discount[6], next[6]));
    }

    [Fact]
    public void Gather_TruncatedEpisode_StopsSummingButBootstraps()
    {
        using ReplayMemory replay = Filled(capacity: 10, envs: 1, returnSteps: 3, steps: 3, (_, _) => false, (step, _) => step == 0);
        (_, _, float[] discount, float[] next) = GatherAll(replay);
        Assert.Equal((0.5f, 0.25f), (discount[0], next[0]));
    }

    [Fact]
    public void Count_MoreThanTheCapacity_KeepsTheNewest()
    {
        using ReplayMemory replay = Filled(capacity: 5, envs: 2, returnSteps: 1, steps: 9, (_, _) => false);
        Assert.Equal(6, replay.Count); // Three whole time steps.
        Assert.Equal([60f, 61, 70, 71, 80, 81], GatherAll(replay).Observation);
        replay.Clear();
        Assert.Equal(0, replay.Count);
    }

    [Fact]
    public void Draw_ManySamples_AreUniformAndIndependentOfLaneWidth()
    {
        using ReplayMemory replay = Filled(capacity: 8, envs: 1, returnSteps: 1, steps: 8, (_, _) => false);
        var counts = new int[8];
        long* narrow = stackalloc long[Tile.Lanes];
        long* wide = stackalloc long[Tile.Lanes];
        for (ulong update = 0; update < 500; update++)
        {
            replay.Draw<Lane1>(Key, update, 16, 32, narrow);
            replay.Draw<Lane4>(Key, update, 16, 8, wide);
            for (int i = 0; i < 32; i++)
            {
                Assert.Equal(narrow[i], wide[i]);
                counts[narrow[i]]++;
            }
        }

        Assert.All(counts, count => Assert.InRange(count, 1800, 2200)); // 2000 expected, standard deviation 42.
    }

    // Observation 10·step + environment, reward a hundredth of it, next observation a quarter more.
    private static ReplayMemory Filled(
        int capacity, int envs, int returnSteps, int steps, Func<int, int, bool> terminated, Func<int, int, bool>? truncated = null)
    {
        var replay = new ReplayMemory(capacity, envs, 1, 1, returnSteps, 0.5f);
        for (int step = 0; step < steps; step++)
        {
            for (int env = 0; env < envs; env++)
            {
                float* record = replay.Current(env);
                record[0] = (10 * step) + env;
                record[replay.Action] = 7;
                record[replay.Reward] = record[0] / 100;
                record[replay.Terminated] = terminated(step, env) ? 1 : 0;
                record[replay.Ended] = terminated(step, env) || truncated?.Invoke(step, env) == true ? 1 : 0;
                record[replay.Next] = record[0] + 0.25f;
            }

            replay.Advance();
        }

        return replay;
    }

    private static (float[] Observation, float[] Reward, float[] Discount, float[] Next) GatherAll(ReplayMemory replay)
    {
        int count = (int)replay.Count;
        long* indices = stackalloc long[count];
        for (int i = 0; i < count; i++)
            indices[i] = i;
        float* current = stackalloc float[2 * Tile.Lanes];
        float* rest = stackalloc float[3 * Tile.Lanes];
        replay.Gather(indices, count, current, rest, rest + Tile.Lanes, rest + (2 * Tile.Lanes));
        return (Read(current), Read(rest), Read(rest + Tile.Lanes), Read(rest + (2 * Tile.Lanes)));

        float[] Read(float* row) => new Span<float>(row, count).ToArray();
    }
}
