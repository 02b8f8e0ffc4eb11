using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;
using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <summary>What the learn kernel reads and writes.</summary>
internal struct LearnViews
{
    /// <summary>All layers, forwards, then backwards.</summary>
    public ArrayView<KernelLayer> Layers;

    /// <summary>Parameters.</summary>
    public ArrayView<Float4> Parameters;

    /// <summary>One partial gradient per group.</summary>
    public ArrayView<Float4> Partials;

    /// <summary>The rollout.</summary>
    public SampleRows Rollout;

    /// <summary>The order of blocks of 64 samples, of each epoch.</summary>
    public ArrayView<int> Order;

    /// <summary>Sums over the rollout's advantages; see <see cref="AdvantageSums"/>.</summary>
    public ArrayView<float> AdvantageSums;

    /// <summary>Samples that count, and what rounding took from their number; see <see cref="ColumnSums"/>.</summary>
    public ArrayView<float> Counted;

    /// <summary><see cref="LearnKernel.Statistics"/> sums per group of every minibatch.</summary>
    public ArrayView<float> Statistics;

    /// <summary>See <see cref="LearnControl"/>.</summary>
    public ArrayView<int> Control;

    /// <summary>One tile per group, where shared memory is too small; otherwise empty.</summary>
    public ArrayView<Float4> Scratch;
}

/// <summary>The numbers of one minibatch.</summary>
internal struct LearnNumbers<TLoss>
    where TLoss : unmanaged, IPolicyLoss
{
    /// <summary>First block of 64 samples, in <see cref="LearnViews.Order"/>.</summary>
    public int FirstBlock;

    /// <summary>Samples of the minibatch, padding of a last partial block not counted.</summary>
    public long Samples;

    /// <summary>First row of this minibatch in <see cref="LearnViews.Statistics"/>.</summary>
    public int FirstStatistic;

    /// <summary>1 to normalise the advantages.</summary>
    public int NormalizeAdvantages;

    /// <summary>The loss, with its coefficients.</summary>
    public TLoss Loss;
}

/// <summary>
/// The learn skeleton on an accelerator: forward, loss and backward of a minibatch in one launch, one partial gradient per group of
/// threads. A group takes tile after tile; in each, a thread has one sample for the loss, and all threads share the dense layers.
/// </summary>
internal static class LearnKernel
{
    /// <summary>Sums that a group keeps.</summary>
    public const int PolicyLoss = 0, ValueLoss = 1, Entropy = 2, ApproxKl = 3, ClipFraction = 4;

    /// <summary>Number of them.</summary>
    public const int Statistics = 5;

    private const int Block = 64;

    /// <summary>The kernel.</summary>
    public static void Run<TDistribution, TLoss, TTile>(LearnViews views, LearnNumbers<TLoss> numbers, TileShape shape)
        where TDistribution : struct, IActionDistribution
        where TLoss : unmanaged, IPolicyLoss
        where TTile : struct, ITileMemory
    {
        if (views.Control[LearnControl.Stop] != 0)
            return;
        ArrayView<Float4> tile = TTile.Tile(shape, views.Scratch);
        ArrayView<Float4> partial = views.Partials.SubView((long)Grid.IdxX * shape.ParameterQuads, shape.ParameterQuads);
        for (int i = Group.IdxX; i < shape.ParameterQuads; i += Group.DimX)
            partial[i] = Float4.Of(0f);
        ArrayView<float> values = tile.Cast<float>();
        int lane = Group.IdxX;
        int row = 4 * shape.RowQuads;
        for (int k = shape.Observations; k < (shape.Observations + 3) / 4 * 4; k++)
            values[(k * row) + lane] = 0f;
        AdvantageScale scale = numbers.NormalizeAdvantages != 0
            ? AdvantageSums.Scale(views.AdvantageSums, Counted(views, shape))
            : AdvantageScale.None;

        PolicyGradientSums<Lane1> sums = default;
        float share = 1f / (shape.IsWeighted != 0 ? Counted(views, shape) : numbers.Samples);
        long padded = (numbers.Samples + Block - 1) / Block * Block;
        for (long first = (long)Grid.IdxX * shape.Samples; first < padded; first += (long)Grid.DimX * shape.Samples)
        {
            long slot = first + lane;
            long sample = slot < padded
                ? ((long)views.Order[numbers.FirstBlock + (int)(slot / Block)] * Block) + (slot % Block)
                : views.Rollout.Samples;
            bool isActive = sample < views.Rollout.Samples;
            long source = isActive ? sample : 0;
            if (shape.IsWeighted != 0)
            {
                isActive &= views.Rollout.Get(views.Rollout.End, source) != EpisodeEnd.NotCounted;
                if (!Group.BarrierOr(isActive))
                    continue;
                // What does not count was perhaps never written; the very first sample always is.
                source = isActive ? sample : 0;
            }

            for (int k = 0; k < shape.Observations; k++)
                values[(k * row) + lane] = views.Rollout.Get(k, source);
            Group.Barrier();
            GroupNetwork.Forward(shape, views.Layers, 0, shape.Layers, views.Parameters, tile);
            Rows rows = new()
            {
                Shape = shape,
                Rollout = views.Rollout,
                Parameters = views.Parameters.Cast<float>(),
                Values = values,
                Sample = source,
                IsActive = isActive ? 1f : 0f,
                Share = share,
            };
            PolicyGradientStep<TDistribution, TLoss>.Do(numbers.Loss, scale, ref rows, ref sums);
            Group.Barrier();
            GroupNetwork.Backward(shape, views.Layers, views.Parameters, partial, tile);
        }

        Finish(views, numbers.FirstStatistic, shape, values, partial.Cast<float>(), ref sums);
    }

    private static float Counted(LearnViews views, TileShape shape) =>
        shape.IsWeighted != 0 ? views.Counted[0] + views.Counted[1] : views.Rollout.Samples;

    // Sums over the group's threads what each has summed over its samples. The tile is free by now.
    private static void Finish(
        LearnViews views, int firstStatistic, TileShape shape, ArrayView<float> values, ArrayView<float> partial,
        ref PolicyGradientSums<Lane1> sums)
    {
        int lane = Group.IdxX, row = 4 * shape.RowQuads;
        values[lane] = sums.Terms.PolicyLoss.Value;
        values[row + lane] = sums.Terms.ValueLoss.Value;
        values[(2 * row) + lane] = sums.Entropy.Value;
        values[(3 * row) + lane] = sums.Terms.ApproxKl.Value;
        values[(4 * row) + lane] = sums.Terms.ClipFraction.Value;
        for (int k = 0; k < shape.LogStds; k++)
            values[((Statistics + k) * row) + lane] = sums.LogStdGradients[k].Value;
        Group.Barrier();
        for (int k = lane; k < Statistics + shape.LogStds; k += Group.DimX)
        {
            float sum = 0f;
            for (int i = 0; i < shape.Samples; i++)
                sum += values[(k * row) + i];
            if (k < Statistics)
                views.Statistics[((firstStatistic + Grid.IdxX) * Statistics) + k] = sum;
            else
                partial[shape.LogStdOffset + k - Statistics] = sum;
        }
    }

    // One thread's sample: its place in the rollout, and its column of the tile.
    private struct Rows : IPolicyGradientRows<Lane1>
    {
        /// <summary>Where everything lies.</summary>
        public TileShape Shape;

        /// <summary>The rollout.</summary>
        public SampleRows Rollout;

        /// <summary>Parameters.</summary>
        public ArrayView<float> Parameters;

        /// <summary>The tile.</summary>
        public ArrayView<float> Values;

        /// <summary>Index of the sample in the rollout.</summary>
        public long Sample;

        /// <summary>1 where the sample counts, 0 where not.</summary>
        public float IsActive;

        public float Share { get; set; }
        public readonly int ActionSize => Shape.ActionSize;
        public readonly int PolicyOutputs => Shape.PolicyOutputs;
        public readonly int LogStds => Shape.LogStds;
        public readonly Lane1 InUse => new(IsActive);
        public readonly Lane1 OldLogProb => new(Rollout.Get(Rollout.LogProb, Sample));
        public readonly Lane1 Advantage => new(Rollout.Get(Rollout.Advantage, Sample));
        public readonly Lane1 Value => new(Values[Place(Shape.ValueRow)]);
        public readonly Lane1 OldValue => new(Rollout.Get(Rollout.Value, Sample));
        public readonly Lane1 Return => new(Rollout.Get(Rollout.Return, Sample));

        public readonly Lane1 Policy(int output) => new(Values[Place(Shape.PolicyRow + output)]);

        public readonly float LogStd(int dimension) => Parameters[Shape.LogStdOffset + dimension];

        public readonly Lane1 Action(int component) => new(Rollout.Get(Shape.Observations + component, Sample));

        public readonly void SetPolicyGradient(int output, Lane1 gradient) =>
            Values[Place(Shape.PolicyGradientRow + output)] = gradient.Value;

        public readonly void SetValueGradient(Lane1 gradient) => Values[Place(Shape.ValueGradientRow)] = gradient.Value;

        private readonly int Place(int row) => (row * 4 * Shape.RowQuads) + Group.IdxX;
    }
}
