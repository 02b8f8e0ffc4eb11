using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Statistics;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.Cpu;

/// <summary>
/// What one worker does with one tile of samples: forward, loss, backward. The learn skeleton of DESIGN.md, for one tile.
/// </summary>
/// <typeparam name="TDistribution">Action distribution.</typeparam>
/// <typeparam name="TLoss">Loss and its gradient.</typeparam>
/// <typeparam name="F">Lane type.</typeparam>
internal sealed unsafe class PolicyGradientTile<TDistribution, TLoss, F> : IDisposable
    where TDistribution : struct, IActionDistribution
    where TLoss : struct, IPolicyLoss
    where F : struct, IFloatLane<F>
{
    private readonly PaddedLayout layout;
    private readonly SampleTiles samples;
    private readonly int actionSize;
    private readonly ActorCriticTile<F> network;
    private readonly MlpScratch scratch;
    private readonly AlignedBuffer outputGradients;

    /// <summary>Allocates one worker's working memory.</summary>
    /// <param name="layout">Network.</param>
    /// <param name="samples">The samples to learn from.</param>
    /// <param name="actionSize">Choices or dimensions of the action.</param>
    public PolicyGradientTile(PaddedLayout layout, SampleTiles samples, int actionSize)
    {
        this.layout = layout;
        this.samples = samples;
        this.actionSize = actionSize;
        network = new ActorCriticTile<F>(layout);
        scratch = new MlpScratch(layout);
        outputGradients = new AlignedBuffer((layout.Spec.Actor.Outputs + 1L) * Tile.Lanes);
    }

    /// <summary>Adds a tile's gradient, and its part of the statistics.</summary>
    /// <param name="tile">Index of the tile.</param>
    /// <param name="parameters">Parameters.</param>
    /// <param name="gradients">Gradient; accumulated.</param>
    /// <param name="loss">Coefficients of the loss.</param>
    /// <param name="sampleWeight">What each sample counts: 1 / samples in the minibatch.</param>
    /// <param name="advantageShift">Subtracted from each advantage.</param>
    /// <param name="advantageScale">Then multiplied by.</param>
    /// <param name="statistics">Sums; accumulated.</param>
    public void AddGradient(
        int tile,
        float* parameters,
        float* gradients,
        in LossSettings loss,
        float sampleWeight,
        float advantageShift,
        float advantageScale,
        ref LearnStatistics statistics)
    {
        float* observations = samples[tile];
        network.Forward(parameters, observations, Tile.Lanes / F.Width, out float* policy, out float* values);
        float* policyGradient = outputGradients.Pointer;
        float* valueGradient = policyGradient + (layout.Spec.Actor.Outputs * Tile.Lanes);
        OutputGradients(
            observations, policy, values, policyGradient, valueGradient, parameters, gradients,
            loss, samples.Active(tile), sampleWeight, advantageShift, advantageScale, ref statistics);
        network.Backward(parameters, gradients, observations, policyGradient, valueGradient, scratch);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        network.Dispose();
        scratch.Dispose();
        outputGradients.Dispose();
    }

    private void OutputGradients(
        float* rows, float* policy, float* values, float* policyGradient, float* valueGradient, float* parameters, float* gradients,
        in LossSettings loss, int active, float sampleWeight, float advantageShift, float advantageScale, ref LearnStatistics statistics)
    {
        int outputs = layout.Spec.Actor.Outputs;
        int logStds = layout.Spec.LogStdCount;
        int actions = TDistribution.ActionComponents(actionSize);
        Components<F> distribution = default, action = default, gradient = default, logStdGradients = default;
        LossTerms<F> sums = default;
        F entropies = F.Zero, count = F.Zero;
        for (int k = 0; k < logStds; k++)
            distribution[outputs + k] = F.Of(parameters[layout.LogStd + k]);
        for (int lane = 0; lane < Tile.Lanes; lane += F.Width)
        {
            for (int k = 0; k < outputs; k++)
                distribution[k] = F.Load(policy + (k * Tile.Lanes) + lane);
            for (int k = 0; k < actions; k++)
                action[k] = F.Load(rows + ((samples.Action + k) * Tile.Lanes) + lane);
            F counts = F.Iota + F.Of(lane) < F.Of(active);
            if (samples.Weighted)
                counts &= F.Load(rows + (samples.Weight * Tile.Lanes) + lane) > F.Zero;
            F weight = F.Select(counts, F.Of(sampleWeight), F.Zero);
            count += F.Select(counts, F.One, F.Zero);
            LossSample<F> sample = default;
            sample.LogProb = TDistribution.LogProb(ref distribution, actionSize, ref action);
            sample.Entropy = TDistribution.Entropy(ref distribution, actionSize);
            sample.OldLogProb = F.Load(rows + (samples.LogProb * Tile.Lanes) + lane);
            sample.Advantage = (F.Load(rows + (samples.Advantage * Tile.Lanes) + lane) - F.Of(advantageShift)) * F.Of(advantageScale);
            sample.Value = F.Load(values + lane);
            sample.OldValue = F.Load(rows + (samples.Value * Tile.Lanes) + lane);
            sample.Return = F.Load(rows + (samples.Return * Tile.Lanes) + lane);
            TLoss.Evaluate(loss, sample, out LossGradient<F> slope, out LossTerms<F> terms);
            (slope.Value * weight).Store(valueGradient + lane);
            TDistribution.Backward(ref distribution, actionSize, ref action, slope.LogProb * weight, slope.Entropy * weight, ref gradient);
            for (int k = 0; k < outputs; k++)
                gradient[k].Store(policyGradient + (k * Tile.Lanes) + lane);
            for (int k = 0; k < logStds; k++)
                logStdGradients[k] += gradient[outputs + k];
            sums.PolicyLoss += F.Select(counts, terms.PolicyLoss, F.Zero);
            sums.ValueLoss += F.Select(counts, terms.ValueLoss, F.Zero);
            sums.ApproxKl += F.Select(counts, terms.ApproxKl, F.Zero);
            sums.ClipFraction += F.Select(counts, terms.ClipFraction, F.Zero);
            entropies += F.Select(counts, sample.Entropy, F.Zero);
        }

        for (int k = 0; k < logStds; k++)
            gradients[layout.LogStd + k] += F.Sum(logStdGradients[k]);
        statistics.PolicyLoss += F.Sum(sums.PolicyLoss);
        statistics.ValueLoss += F.Sum(sums.ValueLoss);
        statistics.Entropy += F.Sum(entropies);
        statistics.ApproxKl += F.Sum(sums.ApproxKl);
        statistics.ClipFraction += F.Sum(sums.ClipFraction);
        statistics.Samples += (long)F.Sum(count);
    }
}
