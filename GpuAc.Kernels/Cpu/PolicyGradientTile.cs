using System.Runtime.CompilerServices;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.Cpu;

/// <summary>
/// What one worker does with one tile of samples: forward, <see cref="PolicyGradientStep{TDistribution, TLoss}"/>, backward.
/// </summary>
/// <typeparam name="TDistribution">Action distribution.</typeparam>
/// <typeparam name="TLoss">Loss and its gradient.</typeparam>
/// <typeparam name="F">Lane type.</typeparam>
internal sealed unsafe class PolicyGradientTile<TDistribution, TLoss, F> : IDisposable
    where TDistribution : struct, IActionDistribution
    where TLoss : unmanaged, IPolicyLoss
    where F : struct, IFloatLane<F>
{
    private readonly PaddedLayout layout;
    private readonly SampleTiles samples;
    private readonly int actionSize;
    private readonly int outputs;
    private readonly int logStdCount;
    private readonly float* policyGradient;
    private readonly float* valueGradient;
    private readonly ActorCriticTile<F> network;
    private readonly MlpScratch scratch;
    private readonly AlignedBuffer outputGradients;

    // The tile under way: what the rollout recorded, and what the networks say now. Weights are null where all samples count.
    private float* actions, logProbs, advantages, oldValues, returns, weights;
    private float* policy, values, logStds;
    private float sampleWeight;
    private int active;

    /// <summary>Allocates one worker's working memory.</summary>
    /// <param name="layout">Network.</param>
    /// <param name="samples">The samples to learn from.</param>
    /// <param name="actionSize">Choices or dimensions of the action.</param>
    public PolicyGradientTile(PaddedLayout layout, SampleTiles samples, int actionSize)
    {
        this.layout = layout;
        this.samples = samples;
        this.actionSize = actionSize;
        outputs = layout.Spec.Actor.Outputs;
        logStdCount = layout.Spec.LogStdCount;
        network = new ActorCriticTile<F>(layout);
        scratch = new MlpScratch(layout);
        outputGradients = new AlignedBuffer((outputs + 1L) * Tile.Lanes);
        policyGradient = outputGradients.Pointer;
        valueGradient = policyGradient + (outputs * Tile.Lanes);
    }

    /// <summary>Adds a tile's gradient, and its part of the statistics.</summary>
    /// <param name="tile">Index of the tile.</param>
    /// <param name="parameters">Parameters.</param>
    /// <param name="gradients">Gradient; accumulated.</param>
    /// <param name="loss">The loss, with its coefficients.</param>
    /// <param name="sampleWeight">What each sample counts: 1 / samples in the minibatch.</param>
    /// <param name="advantage">What is done to each advantage.</param>
    /// <param name="statistics">Sums; accumulated.</param>
    public void AddGradient(
        int tile, float* parameters, float* gradients, TLoss loss, float sampleWeight, in AdvantageScale advantage,
        ref LearnStatistics statistics)
    {
        float* observations = samples[tile];
        actions = observations + (samples.Action * Tile.Lanes);
        logProbs = observations + (samples.LogProb * Tile.Lanes);
        advantages = observations + (samples.Advantage * Tile.Lanes);
        oldValues = observations + (samples.Value * Tile.Lanes);
        returns = observations + (samples.Return * Tile.Lanes);
        weights = samples.Weighted ? observations + (samples.Weight * Tile.Lanes) : null;
        active = samples.Active(tile);
        this.sampleWeight = sampleWeight;
        logStds = parameters + layout.LogStd;
        network.Forward(parameters, observations, Tile.Lanes / F.Width, out policy, out values);
        OutputGradients(loss, advantage, gradients, ref statistics);
        network.Backward(parameters, gradients, observations, policyGradient, valueGradient, scratch);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        network.Dispose();
        scratch.Dispose();
        outputGradients.Dispose();
    }

    private void OutputGradients(TLoss loss, in AdvantageScale advantage, float* gradients, ref LearnStatistics statistics)
    {
        PolicyGradientSums<F> sums = default;
        F count = F.Zero;
        for (int lane = 0; lane < Tile.Lanes; lane += F.Width)
        {
            var rows = new Rows(this, lane);
            PolicyGradientStep<TDistribution, TLoss>.Do(loss, advantage, ref rows, ref sums);
            count += F.Select(rows.InUse, F.One, F.Zero);
        }

        for (int k = 0; k < logStdCount; k++)
            gradients[layout.LogStd + k] += F.Sum(sums.LogStdGradients[k]);
        statistics.PolicyLoss += F.Sum(sums.Terms.PolicyLoss);
        statistics.ValueLoss += F.Sum(sums.Terms.ValueLoss);
        statistics.Entropy += F.Sum(sums.Entropy);
        statistics.ApproxKl += F.Sum(sums.Terms.ApproxKl);
        statistics.ClipFraction += F.Sum(sums.Terms.ClipFraction);
        statistics.Samples += (long)F.Sum(count);
    }

    // One register of the tile under way.
    private readonly struct Rows(PolicyGradientTile<TDistribution, TLoss, F> tile, int lane) : IPolicyGradientRows<F>
    {
        private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

        public int ActionSize { [MethodImpl(Inline)] get => tile.actionSize; }
        public int PolicyOutputs { [MethodImpl(Inline)] get => tile.outputs; }
        public int LogStds { [MethodImpl(Inline)] get => tile.logStdCount; }

        public F InUse
        {
            [MethodImpl(Inline)]
            get
            {
                F inUse = F.Iota + F.Of(lane) < F.Of(tile.active);
                return tile.weights == null ? inUse : inUse & (F.Load(tile.weights + lane) > F.Zero);
            }
        }

        public float Share { [MethodImpl(Inline)] get => tile.sampleWeight; }
        public F OldLogProb { [MethodImpl(Inline)] get => F.Load(tile.logProbs + lane); }
        public F Advantage { [MethodImpl(Inline)] get => F.Load(tile.advantages + lane); }
        public F Value { [MethodImpl(Inline)] get => F.Load(tile.values + lane); }
        public F OldValue { [MethodImpl(Inline)] get => F.Load(tile.oldValues + lane); }
        public F Return { [MethodImpl(Inline)] get => F.Load(tile.returns + lane); }

        [MethodImpl(Inline)]
        public F Policy(int output) => F.Load(tile.policy + (output * Tile.Lanes) + lane);

        [MethodImpl(Inline)]
        public float LogStd(int dimension) => tile.logStds[dimension];

        [MethodImpl(Inline)]
        public F Action(int component) => F.Load(tile.actions + (component * Tile.Lanes) + lane);

        [MethodImpl(Inline)]
        public void SetPolicyGradient(int output, F gradient) => gradient.Store(tile.policyGradient + (output * Tile.Lanes) + lane);

        [MethodImpl(Inline)]
        public void SetValueGradient(F gradient) => gradient.Store(tile.valueGradient + lane);
    }
}
