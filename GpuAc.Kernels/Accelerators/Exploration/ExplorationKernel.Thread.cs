using GpuAc.Kernels.Accelerators.Rollouts;
using GpuAc.Kernels.Environments;
using GpuAc.Lanes;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.Exploration;

/// <content>One thread's environment: its column of the tile, and the record that it writes.</content>
internal static partial class ExplorationKernel
{
    private struct Thread : IExplorationRows<Lane1>
    {
        /// <summary>What is read and written.</summary>
        public ExplorationViews Views;

        /// <summary>The time step's numbers.</summary>
        public ExplorationNumbers Numbers;

        /// <summary>Sizes.</summary>
        public ExplorationShape Shape;

        /// <summary>The tile.</summary>
        public ArrayView<float> Values;

        /// <summary>Index of the environment.</summary>
        public int Index;

        /// <summary>First value of its record.</summary>
        public long Record;

        public readonly int ActionSize => Shape.Tile.ActionSize;
        public readonly int PolicyOutputs => Shape.Tile.PolicyOutputs;
        public readonly int LogStds => 0;
        public readonly int Observations => Shape.Tile.Observations;
        public readonly bool TimeLimitsTerminate => false;
        public readonly uint Environment => (uint)Index;
        public readonly Lane1 InUse => Lane1.One;

        public readonly Lane1 Policy(int output) =>
            new(Values[((Shape.Tile.PolicyRow + output) * 4 * Shape.Tile.RowQuads) + Group.IdxX]);

        public readonly float LogStd(int dimension) => 0f;

        public readonly Lane1 Low(int dimension) => new(Views.Bounds[dimension]);

        public readonly Lane1 High(int dimension) => new(Views.Bounds[Shape.Tile.ActionComponents + dimension]);

        public readonly Lane1 Noise(int component) => new(Views.Environments[NoisePlace(component)]);

        public readonly void KeepNoise(int component, Lane1 value) => Views.Environments[NoisePlace(component)] = value.Value;

        /// <summary>Keeps what is acted on.</summary>
        public readonly void KeepObservation(ref Components<Lane1> observation)
        {
            for (int k = 0; k < Observations; k++)
                Views.Replay.Values[Record + k] = observation[k].Value;
        }

        public readonly void KeepAction(ref Components<Lane1> action)
        {
            for (int k = 0; k < Shape.Tile.ActionComponents; k++)
                Views.Replay.Values[Record + Observations + k] = action[k].Value;
        }

        public readonly void Keep(Lane1 reward, Lane1 terminated, Lane1 truncated, ref Components<Lane1> next)
        {
            Views.Replay.Values[Record + Views.Replay.Layout.Reward] = reward.Value;
            Views.Replay.Values[Record + Views.Replay.Layout.Terminated] = Lane1.Any(terminated) ? 1f : 0f;
            Views.Replay.Values[Record + Views.Replay.Layout.Ended] = Lane1.Any(terminated | truncated) ? 1f : 0f;
            for (int k = 0; k < Observations; k++)
                Views.Replay.Values[Record + Views.Replay.Layout.Next + k] = next[k].Value;
        }

        public readonly void End(Lane1 ended, Lane1 counted, Lane1 episodeReturn, Lane1 length)
        {
            if (Lane1.Any(counted))
            {
                int place = Index * Sums;
                Views.Episodes[place + Episodes] += 1f;
                Views.Episodes[place + Returns] += episodeReturn.Value;
                Views.Episodes[place + Lengths] += length.Value;
            }

            for (int k = 0; k < Shape.Tile.ActionComponents; k++)
                KeepNoise(k, Lane1.Zero);
        }

        public readonly void Fail(Lane1 reward, ref Components<Lane1> next) =>
            NonFinite.Keep(Views.Fault, reward.Value, ref next, Observations, Index, 0);

        private readonly int NoisePlace(int component) => ((Shape.Noise + component) * Numbers.Stride) + Index;
    }
}
