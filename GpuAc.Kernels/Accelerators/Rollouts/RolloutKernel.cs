using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Kernels.Statistics;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>
/// The rollout skeleton on an accelerator: all time steps in one launch. A thread keeps one environment's state in its registers; the
/// threads of a group share the network's forward pass, each for all of the group's environments.
/// </summary>
internal static class RolloutKernel
{
    private const float Clip = ObservationNormalizer.Clip;

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
        bool inUse = environment < numbers.NumEnvs;
        ulong firstStep = views.Clock[0].FirstStep;
        float rewardScale = views.Clock[0].RewardScale, returnShift = views.Clock[0].ReturnShift;
        var stepper = new EnvironmentStepper<TEnv, Lane1>(
            shape.StateSize, shape.ResetUniforms, shape.MaxEpisodeSteps, new RandomKey(numbers.Seed, RandomPurpose.Reset));
        for (int k = network.Observations; k < (network.Observations + 3) / 4 * 4; k++)
            values[(k * row) + lane] = 0f;

        Components<Lane1> state = default, observation = default, observationSums = default, observationSquares = default;
        for (int k = 0; k < shape.StateSize; k++)
            state[k] = new Lane1(views.Environments[(k * numbers.Stride) + environment]);
        Lane1 elapsed = new(views.Environments[(shape.Elapsed * numbers.Stride) + environment]);
        float episodeReturn = views.Environments[(shape.EpisodeReturn * numbers.Stride) + environment];
        float discounted = views.Environments[(shape.DiscountedReturn * numbers.Stride) + environment];
        float episodes = 0f, returns = 0f, lengths = 0f, discountedSum = 0f, discountedSquares = 0f;
        float steps = 0f;
        int finals = 0, length = 0;
        bool isLive = inUse;
        for (int k = 0; k < numbers.Truncations; k++)
            views.FinalSteps[(k * numbers.Stride) + environment] = -1;
        TEnv.Observe(ref state, ref observation);
        for (int t = 0; t < numbers.NumSteps; t++)
        {
            if (shape.WholeEpisodes != 0 && !Group.BarrierOr(isLive))
                break;
            long sample = ((long)t * numbers.NumEnvs) + environment;
            for (int k = 0; k < network.Observations; k++)
            {
                float raw = observation[k].Value;
                float input = Normalized(views.Normalizer, shape, k, raw);
                values[(k * row) + lane] = input;
                if (inUse)
                    views.Rollout.Set(k, sample, input);
                if (shape.NormalizeObservations != 0 && isLive)
                {
                    float distance = raw - views.Normalizer[(2 * network.Observations) + k];
                    observationSums[k] += new Lane1(distance);
                    observationSquares[k] += new Lane1(distance * distance);
                }
            }

            Group.Barrier();
            GroupNetwork.Forward(network, views.Layers, 0, network.Layers, views.Parameters, tile);

            Components<Lane1> action = default;
            uint drawn = (uint)(numbers.FirstEnvironment + environment);
            Act<TDistribution>(views, numbers, network, values, drawn, firstStep + (ulong)t, sample, inUse, ref action);
            float episodeLength = elapsed.Value + 1f;
            stepper.Advance(ref state, ref elapsed, ref action, out Lane1 reward, out Lane1 terminated, out Lane1 truncated);
            bool isTerminated = Lane1.Any(terminated), isTruncated = Lane1.Any(truncated);
            TEnv.Observe(ref state, ref observation);
            if (isLive)
            {
                NonFinite.Check(views.Fault, reward.Value, ref observation, network.Observations, environment, t);
                if (isTruncated && shape.TimeLimitsTerminate == 0)
                    KeepFinal(views, numbers, shape, ref observation, environment, finals++, t);
                episodeReturn += reward.Value;
                discounted = (discounted * numbers.Gamma) + reward.Value;
                float fromShift = discounted - returnShift;
                discountedSum += fromShift;
                discountedSquares += fromShift * fromShift;
                steps += 1f;
                length = t + 1;
            }

            if (inUse)
            {
                views.Rollout.Set(views.Rollout.Reward, sample, reward.Value * rewardScale);
                views.Rollout.Set(views.Rollout.Ended, sample, !isLive ? SampleRows.NotCounted
                    : isTerminated || (isTruncated && shape.TimeLimitsTerminate != 0) ? 1f
                    : isTruncated ? 2f
                    : 0f);
            }

            if (isTerminated || isTruncated)
            {
                // Of an episode whose clock was started in its middle the return is NaN, and it does not count.
                if (isLive && !float.IsNaN(episodeReturn))
                {
                    episodes += 1f;
                    returns += episodeReturn;
                    lengths += episodeLength;
                }

                episodeReturn = 0f;
                discounted = 0f;
                isLive &= shape.WholeEpisodes == 0;
                stepper.Restart(Lane1.One, drawn, firstStep + (ulong)t, ref state, ref elapsed);
                TEnv.Observe(ref state, ref observation);
            }
        }

        if (shape.WholeEpisodes != 0 && inUse)
        {
            for (int t = length; t < numbers.NumSteps; t++)
                views.Rollout.Set(views.Rollout.Ended, ((long)t * numbers.NumEnvs) + environment, SampleRows.NotCounted);
        }

        if (inUse)
            views.Lengths[environment] = length;
        KeepFinal(views, numbers, shape, ref observation, environment, numbers.Truncations, numbers.NumSteps);
        for (int k = 0; k < shape.StateSize; k++)
            views.Environments[(k * numbers.Stride) + environment] = state[k].Value;
        views.Environments[(shape.Elapsed * numbers.Stride) + environment] = elapsed.Value;
        views.Environments[(shape.EpisodeReturn * numbers.Stride) + environment] = episodeReturn;
        views.Environments[(shape.DiscountedReturn * numbers.Stride) + environment] = discounted;

        Group.Barrier();
        values[(RolloutSums.Episodes * row) + lane] = episodes;
        values[(RolloutSums.Returns * row) + lane] = returns;
        values[(RolloutSums.Lengths * row) + lane] = lengths;
        values[(RolloutSums.Discounted * row) + lane] = discountedSum;
        values[(RolloutSums.DiscountedSquares * row) + lane] = discountedSquares;
        values[(RolloutSums.Steps * row) + lane] = steps;
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

    // Samples an action, keeps it, its log-probability and the value, and turns it into what the environment takes.
    private static void Act<TDistribution>(
        RolloutViews views, RolloutNumbers numbers, TileShape network, ArrayView<float> values, uint environment, ulong step, long sample,
        bool inUse, ref Components<Lane1> action)
        where TDistribution : struct, IActionDistribution
    {
        int lane = Group.IdxX, row = 4 * network.RowQuads;
        Components<Lane1> distribution = default, low = default, high = default;
        for (int k = 0; k < network.PolicyOutputs; k++)
            distribution[k] = new Lane1(values[((network.PolicyRow + k) * row) + lane]);
        ArrayView<float> parameters = views.Parameters.Cast<float>();
        for (int k = 0; k < network.LogStds; k++)
            distribution[network.PolicyOutputs + k] = new Lane1(parameters[network.LogStdOffset + k]);
        TDistribution.Sample(
            ref distribution, network.ActionSize, new RandomKey(numbers.Seed, RandomPurpose.Action), environment, step, ref action);
        if (inUse)
        {
            for (int k = 0; k < network.ActionComponents; k++)
                views.Rollout.Set(network.Observations + k, sample, action[k].Value);
            views.Rollout.Set(views.Rollout.LogProb, sample, TDistribution.LogProb(ref distribution, network.ActionSize, ref action).Value);
            views.Rollout.Set(views.Rollout.Value, sample, values[(network.ValueRow * row) + lane]);
        }

        for (int k = 0; k < numbers.Bounds; k++)
        {
            low[k] = new Lane1(views.Bounds[k]);
            high[k] = new Lane1(views.Bounds[numbers.Bounds + k]);
        }

        TDistribution.ToEnvironment(ref action, network.ActionSize, ref low, ref high);
    }

    private static void KeepFinal(
        RolloutViews views, RolloutNumbers numbers, RolloutShape shape, ref Components<Lane1> observation,
        int environment, int slot, int step)
    {
        for (int k = 0; k < shape.Tile.Observations; k++)
        {
            views.Finals[(((slot * shape.Tile.Observations) + k) * (long)numbers.Stride) + environment] =
                Normalized(views.Normalizer, shape, k, observation[k].Value);
        }

        views.FinalSteps[(slot * numbers.Stride) + environment] = step;
    }

    private static float Normalized(ArrayView<float> normalizer, RolloutShape shape, int component, float value)
    {
        if (shape.NormalizeObservations == 0)
            return value;
        float scaled = (value - normalizer[component]) * normalizer[shape.Tile.Observations + component];
        float lower = scaled < Clip ? scaled : Clip;
        return lower > -Clip ? lower : -Clip;
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
