using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Kernels.Environments;
using GpuAc.Kernels.Returns;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>
/// The rollout skeleton on an accelerator: all time steps in one launch. A thread keeps one environment's state in its registers; the
/// threads of a group share the network's forward pass, each for all of the group's environments.
/// </summary>
internal static partial class RolloutKernel
{
    /// <summary>The kernel.</summary>
    public static void Run<TEnv, TDistribution, TTile>(RolloutViews views, RolloutNumbers numbers, RolloutShape shape)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
        where TTile : struct, ITileMemory
    {
        TileShape network = shape.Tile;
        ArrayView<Float4> tile = TTile.Tile(network, views.Scratch);
        ArrayView<float> values = tile.Cast<float>();
        int lane = Group.IdxX, row = 4 * network.RowQuads;
        int environment = (Grid.IdxX * network.Samples) + lane;
        ulong firstStep = views.Clock[0].FirstStep;
        var stepper = new EnvironmentStepper<TEnv, Lane1>(
            shape.StateSize, shape.ResetUniforms, shape.MaxEpisodeSteps, new RandomKey(numbers.Seed, RandomPurpose.Reset));
        for (int k = network.Observations; k < (network.Observations + 3) / 4 * 4; k++)
            values[(k * row) + lane] = 0f;

        EnvironmentTable table = new() { Values = views.Environments, Stride = numbers.Stride, StateSize = shape.StateSize };
        EnvironmentLanes<Lane1> lanes = default;
        table.Load(environment, ref lanes);
        TEnv.Observe(ref lanes.State, ref lanes.Observation);
        float rewardScale = views.Clock[0].RewardScale, returnShift = views.Clock[0].ReturnShift;
        RolloutState rolled = new()
        {
            IsLive = environment < numbers.NumEnvs ? 1f : 0f,
            Discounted = views.Environments[(shape.DiscountedReturn * numbers.Stride) + environment],
        };
        Components<Lane1> observationSums = default, observationSquares = default;
        for (int k = 0; k < numbers.Truncations; k++)
            views.FinalSteps[(k * numbers.Stride) + environment] = -1;
        for (int t = 0; t < numbers.NumSteps; t++)
        {
            if (shape.WholeEpisodes != 0 && !Group.BarrierOr(rolled.IsLive != 0f))
                break;
            // Made anew in every step, so that the compiler sees what never changes.
            Thread thread = new()
            {
                Views = views,
                Numbers = numbers,
                Shape = shape,
                Values = values,
                Index = environment,
                Time = t,
                Sample = ((long)t * numbers.NumEnvs) + environment,
                RewardScale = rewardScale,
                ReturnShift = returnShift,
                State = rolled,
            };
            for (int k = 0; k < network.Observations; k++)
            {
                Lane1 raw = lanes.Observation[k];
                float input = thread.Normalized(k, raw).Value;
                values[(k * row) + lane] = input;
                if (thread.IsKept)
                    views.Rollout.Set(k, thread.Sample, input);
                if (shape.NormalizeObservations != 0 && rolled.IsLive != 0f)
                {
                    float distance = raw.Value - views.Normalizer[(2 * network.Observations) + k];
                    observationSums[k] += new Lane1(distance);
                    observationSquares[k] += new Lane1(distance * distance);
                }
            }

            Group.Barrier();
            GroupNetwork.Forward(network, views.Layers, 0, network.Layers, views.Parameters, tile);

            Components<Lane1> action = default;
            Acting.Sample<TDistribution, Lane1, Thread>(numbers.Seed, firstStep + (ulong)t, ref thread, ref action);
            Collection<TEnv>.Step(stepper, firstStep + (ulong)t, ref action, ref lanes, ref thread);
            rolled = thread.State;
        }

        if (environment < numbers.NumEnvs)
        {
            for (int t = rolled.Length; t < numbers.NumSteps && shape.WholeEpisodes != 0; t++)
                views.Rollout.Set(views.Rollout.End, ((long)t * numbers.NumEnvs) + environment, EpisodeEnd.NotCounted);
            views.Lengths[environment] = rolled.Length;
        }

        Thread last = new() { Views = views, Numbers = numbers, Shape = shape, Index = environment };
        last.KeepFinal(ref lanes.Observation, numbers.Truncations, numbers.NumSteps);
        table.Store(ref lanes, environment);
        views.Environments[(shape.DiscountedReturn * numbers.Stride) + environment] = rolled.Discounted;

        Group.Barrier();
        values[(RolloutSums.Episodes * row) + lane] = rolled.Episodes;
        values[(RolloutSums.Returns * row) + lane] = rolled.Returns;
        values[(RolloutSums.Lengths * row) + lane] = rolled.Lengths;
        values[(RolloutSums.Discounted * row) + lane] = rolled.DiscountedSum;
        values[(RolloutSums.DiscountedSquares * row) + lane] = rolled.DiscountedSquares;
        values[(RolloutSums.Steps * row) + lane] = rolled.Steps;
        GroupSums(views.Sums, shape.Sums, 0, RolloutSums.Observations, values, network);
        if (shape.NormalizeObservations == 0)
            return;
        for (int k = 0; k < network.Observations; k++)
        {
            Group.Barrier();
            values[lane] = observationSums[k].Value;
            values[row + lane] = observationSquares[k].Value;
            GroupSums(views.Sums, shape.Sums, RolloutSums.Observations + (2 * k), 2, values, network);
        }
    }

    private static void GroupSums(ArrayView<float> sums, int columns, int first, int count, ArrayView<float> values, TileShape network)
    {
        Group.Barrier();
        for (int k = Group.IdxX; k < count; k += Group.DimX)
        {
            float sum = 0f;
            for (int i = 0; i < network.Samples; i++)
                sum += values[(4 * network.RowQuads * k) + i];
            sums[(Grid.IdxX * columns) + first + k] = sum;
        }
    }
}
