using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Kernels.Accelerators.OffPolicy;
using GpuAc.Kernels.Accelerators.Rollouts;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Lanes;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.Exploration;

/// <summary>One time step of all environments on an accelerator: act with noise, step, put the transition into replay.</summary>
internal static class ExplorationKernel
{
    /// <summary>Places in <see cref="ExplorationViews.Episodes"/>.</summary>
    public const int Episodes = 0, Returns = 1, Lengths = 2, Sums = 3;

    /// <summary>Puts environments into start states, once a run; one a thread.</summary>
    public static void Start<TEnv>(
        Index1D index, ExplorationViews views, ExplorationNumbers numbers, ExplorationShape shape)
        where TEnv : struct, IEnvironment
    {
        Components<Lane1> state = default;
        Stepper<TEnv>(shape, numbers).Start((uint)index.X, 0, ref state);
        for (int k = 0; k < shape.StateSize; k++)
            views.Environments[(k * numbers.Stride) + index.X] = state[k].Value;
        for (int k = shape.StateSize; k < shape.Rows; k++)
            views.Environments[(k * numbers.Stride) + index.X] = 0f;
    }

    /// <summary>The kernel.</summary>
    public static void Run<TEnv, TExplorer, TTile>(ExplorationViews views, ExplorationNumbers numbers, ExplorationShape shape)
        where TEnv : struct, IEnvironment
        where TExplorer : struct, IExplorer
        where TTile : struct, ITileMemory
    {
        if (views.Control[LearnControl.Stop] != 0)
            return;
        numbers.Exploration = numbers.Exploration with { Epsilon = views.Epsilon[numbers.Step] };
        numbers.Step += views.Clock[RunClock.Steps];
        TileShape network = shape.Tile;
        ArrayView<Float4> tile = TTile.Tile(network, views.Scratch);
        ArrayView<float> values = tile.Cast<float>();
        int lane = Group.IdxX, row = 4 * network.RowQuads, environment = (Grid.IdxX * network.Samples) + lane;
        Components<Lane1> state = default, observation = default, outputs = default;
        for (int k = 0; k < shape.StateSize; k++)
            state[k] = new Lane1(views.Environments[(k * numbers.Stride) + environment]);
        TEnv.Observe(ref state, ref observation);
        if (numbers.Exploration.Epsilon < 1f)
        {
            for (int k = 0; k < (network.Observations + 3) / 4 * 4; k++)
                values[(k * row) + lane] = k < network.Observations ? observation[k].Value : 0f;
            Group.Barrier();
            GroupNetwork.Forward(network, views.Layers, 0, network.Layers, views.Parameters, tile);
            for (int k = 0; k < network.PolicyOutputs; k++)
                outputs[k] = new Lane1(values[((network.PolicyRow + k) * row) + lane]);
        }

        if (environment < numbers.NumEnvs)
            Step<TEnv, TExplorer>(views, numbers, shape, environment, ref state, ref observation, ref outputs);
    }

    private static void Step<TEnv, TExplorer>(
        ExplorationViews views, ExplorationNumbers numbers, ExplorationShape shape, int environment,
        ref Components<Lane1> state, ref Components<Lane1> observation, ref Components<Lane1> outputs)
        where TEnv : struct, IEnvironment
        where TExplorer : struct, IExplorer
    {
        int size = shape.Tile.ActionSize, components = shape.Tile.ActionComponents, observations = shape.Tile.Observations;
        Components<Lane1> low = default, high = default, noise = default, action = default;
        for (int k = 0; k < components; k++)
        {
            low[k] = new Lane1(views.Bounds[k]);
            high[k] = new Lane1(views.Bounds[components + k]);
            noise[k] = new Lane1(views.Environments[((shape.Noise + k) * numbers.Stride) + environment]);
        }

        TExplorer.Act(
            ref outputs, size, numbers.Exploration, numbers.Seed, (uint)environment, (ulong)numbers.Step,
            ref low, ref high, ref noise, ref action);
        ReplayRecords replay = views.Replay;
        long record = replay.Layout.At(numbers.Step, environment);
        for (int k = 0; k < observations; k++)
            replay.Values[record + k] = observation[k].Value;
        for (int k = 0; k < components; k++)
            replay.Values[record + observations + k] = action[k].Value;
        TExplorer.ToEnvironment(ref action, size, ref low, ref high);

        EnvironmentStepper<TEnv, Lane1> stepper = Stepper<TEnv>(shape, numbers);
        Lane1 elapsed = new(views.Environments[(shape.Elapsed * numbers.Stride) + environment]);
        float length = elapsed.Value + 1f;
        stepper.Advance(ref state, ref elapsed, ref action, out Lane1 reward, out Lane1 terminated, out Lane1 truncated);
        bool hasEnded = Lane1.Any(terminated | truncated);
        TEnv.Observe(ref state, ref observation);
        NonFinite.Check(views.Fault, reward.Value, ref observation, observations, environment, 0);
        replay.Values[record + replay.Layout.Reward] = reward.Value;
        replay.Values[record + replay.Layout.Terminated] = Lane1.Any(terminated) ? 1f : 0f;
        replay.Values[record + replay.Layout.Ended] = hasEnded ? 1f : 0f;
        for (int k = 0; k < observations; k++)
            replay.Values[record + replay.Layout.Next + k] = observation[k].Value;

        float total = views.Environments[(shape.EpisodeReturn * numbers.Stride) + environment] + reward.Value;
        if (hasEnded)
        {
            int place = environment * Sums;
            views.Episodes[place + Episodes] = views.Episodes[place + Episodes] + 1f;
            views.Episodes[place + Returns] = views.Episodes[place + Returns] + total;
            views.Episodes[place + Lengths] = views.Episodes[place + Lengths] + length;
            total = 0f;
            noise = default;
            stepper.Restart(Lane1.One, (uint)environment, (ulong)numbers.Step, ref state, ref elapsed);
        }

        for (int k = 0; k < shape.StateSize; k++)
            views.Environments[(k * numbers.Stride) + environment] = state[k].Value;
        views.Environments[(shape.Elapsed * numbers.Stride) + environment] = elapsed.Value;
        views.Environments[(shape.EpisodeReturn * numbers.Stride) + environment] = total;
        for (int k = 0; k < components; k++)
            views.Environments[((shape.Noise + k) * numbers.Stride) + environment] = noise[k].Value;
    }

    private static EnvironmentStepper<TEnv, Lane1> Stepper<TEnv>(ExplorationShape shape, ExplorationNumbers numbers)
        where TEnv : struct, IEnvironment =>
        new(shape.StateSize, shape.ResetUniforms, shape.MaxEpisodeSteps, new RandomKey(numbers.Seed, RandomPurpose.Reset));
}
