using GpuAc.Kernels.Environments;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Statistics;
using GpuAc.Lanes;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <content>One thread's environment: its column of the tile, its samples, and what it sums over time.</content>
internal static partial class RolloutKernel
{
    private struct Thread : IRolloutRows<Lane1>
    {
        /// <summary>What is read and written.</summary>
        public RolloutViews Views;

        /// <summary>The rollout's numbers.</summary>
        public RolloutNumbers Numbers;

        /// <summary>Sizes.</summary>
        public RolloutShape Shape;

        /// <summary>The tile.</summary>
        public ArrayView<float> Values;

        /// <summary>Index of the environment in this rollout.</summary>
        public int Index;

        /// <summary>Time step of the rollout.</summary>
        public int Time;

        /// <summary>Index of the time step's sample.</summary>
        public long Sample;

        /// <summary>What rewards are multiplied by.</summary>
        public float RewardScale;

        /// <summary>What is subtracted from discounted returns before they are summed.</summary>
        public float ReturnShift;

        /// <summary>What is carried along.</summary>
        public RolloutState State;

        /// <summary>Whether there is such an environment, so that its samples are kept.</summary>
        public readonly bool IsKept => Index < Numbers.NumEnvs;

        public readonly int ActionSize => Shape.Tile.ActionSize;
        public readonly int PolicyOutputs => Shape.Tile.PolicyOutputs;
        public readonly int LogStds => Shape.Tile.LogStds;
        public readonly int Bounds => Numbers.Bounds;
        public readonly int Observations => Shape.Tile.Observations;
        public readonly bool TimeLimitsTerminate => Shape.TimeLimitsTerminate != 0;
        public readonly uint Environment => (uint)(Numbers.FirstEnvironment + Index);
        public readonly Lane1 InUse => new(State.IsLive);

        public readonly Lane1 Policy(int output) => new(Values[Place(Shape.Tile.PolicyRow + output)]);

        public readonly float LogStd(int dimension) => Views.Parameters.Cast<float>()[Shape.Tile.LogStdOffset + dimension];

        public readonly Lane1 Low(int dimension) => new(Views.Bounds[dimension]);

        public readonly Lane1 High(int dimension) => new(Views.Bounds[Numbers.Bounds + dimension]);

        public readonly void KeepAction(ref Components<Lane1> action)
        {
            for (int k = 0; k < Shape.Tile.ActionComponents && IsKept; k++)
                Views.Rollout.Set(Observations + k, Sample, action[k].Value);
        }

        public readonly void KeepLogProb(Lane1 logProb)
        {
            if (!IsKept)
                return;
            Views.Rollout.Set(Views.Rollout.LogProb, Sample, logProb.Value);
            Views.Rollout.Set(Views.Rollout.Value, Sample, Values[Place(Shape.Tile.ValueRow)]);
        }

        public void Keep(Lane1 reward, Lane1 terminated, Lane1 truncated, ref Components<Lane1> next)
        {
            if (State.IsLive != 0f)
            {
                if (Lane1.Any(truncated))
                    KeepFinal(ref next, State.Finals++, Time);
                State.Discounted = (State.Discounted * Numbers.Gamma) + reward.Value;
                float fromShift = State.Discounted - ReturnShift;
                State.DiscountedSum += fromShift;
                State.DiscountedSquares += fromShift * fromShift;
                State.Steps += 1f;
                State.Length = Time + 1;
            }

            if (!IsKept)
                return;
            Views.Rollout.Set(Views.Rollout.Reward, Sample, reward.Value * RewardScale);
            Views.Rollout.Set(Views.Rollout.End, Sample, EpisodeEnd.Of(InUse, terminated, truncated).Value);
        }

        public void End(Lane1 ended, Lane1 counted, Lane1 episodeReturn, Lane1 length)
        {
            if (Lane1.Any(counted))
            {
                State.Episodes += 1f;
                State.Returns += episodeReturn.Value;
                State.Lengths += length.Value;
            }

            State.Discounted = 0f;
            if (Shape.WholeEpisodes != 0)
                State.IsLive = 0f;
        }

        public readonly void Fail(Lane1 reward, ref Components<Lane1> next) =>
            NonFinite.Keep(Views.Fault, reward.Value, ref next, Observations, Index, Time);

        /// <summary>Keeps a final observation, as the critic takes it.</summary>
        public readonly void KeepFinal(ref Components<Lane1> observation, int slot, int step)
        {
            for (int k = 0; k < Observations; k++)
                Views.Finals[(((slot * Observations) + k) * (long)Numbers.Stride) + Index] = Normalized(k, observation[k]).Value;

            Views.FinalSteps[(slot * Numbers.Stride) + Index] = step;
        }

        /// <summary>A component of an observation as the network takes it.</summary>
        public readonly Lane1 Normalized(int component, Lane1 value) => Shape.NormalizeObservations == 0 ? value
            : ObservationNormalizer.Normalize(
                value, new Lane1(Views.Normalizer[component]), new Lane1(Views.Normalizer[Observations + component]));

        private readonly int Place(int row) => (row * 4 * Shape.Tile.RowQuads) + Group.IdxX;
    }
}
