using System.Runtime.CompilerServices;
using GpuAc.Kernels.States;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Statistics;

/// <summary>
/// Running normalisation of observations, clip((x − mean)/√(variance + ε), ±10), as Stable-Baselines3's VecNormalize. The moments move
/// between rollouts, never within one, so all of a rollout's samples are on one scale.
/// </summary>
internal sealed unsafe class ObservationNormalizer : IDisposable
{
    /// <summary>ε under the root.</summary>
    public const float Epsilon = 1e-8f;

    /// <summary>Bound on a normalised value.</summary>
    public const float Clip = 10;

    private readonly RunningMoments[] moments;
    private readonly AlignedBuffer numbers;

    /// <summary>Starts with mean 0 and variance 1.</summary>
    /// <param name="first">
    /// An observation of the first rollout: sums are taken from there, since those of values far from 0 lose the variance to rounding.
    /// </param>
    public ObservationNormalizer(ReadOnlySpan<float> first)
    {
        moments = new RunningMoments[first.Length];
        numbers = new AlignedBuffer(3 * first.Length);
        for (int i = 0; i < moments.Length; i++)
            moments[i].BatchMean = first[i];
        Publish();
    }

    /// <summary>Components of an observation.</summary>
    public int Components => moments.Length;

    /// <summary>Means that rollouts subtract, one per component.</summary>
    public float* Mean => numbers.Pointer;

    /// <summary>1/√(variance + ε), one per component.</summary>
    public float* Scale => numbers.Pointer + Components;

    /// <summary>
    /// Subtracted before observations and their squares are summed, one per component: the first observation, then the last batch's
    /// mean.
    /// </summary>
    public float* Shift => numbers.Pointer + (2 * Components);

    /// <summary>Adds a batch of one component, given by its sums. Takes effect at <see cref="Publish"/>.</summary>
    /// <param name="component">Index of the component.</param>
    /// <param name="count">Values in the batch.</param>
    /// <param name="sum">Σ (x − <see cref="Shift"/>).</param>
    /// <param name="squares">Σ (x − <see cref="Shift"/>)².</param>
    public void Merge(int component, double count, double sum, double squares) =>
        moments[component].Merge(count, Shift[component], sum, squares);

    /// <summary>Makes the merged moments the ones that rollouts use.</summary>
    public void Publish()
    {
        for (int i = 0; i < moments.Length; i++)
        {
            Mean[i] = (float)moments[i].Mean;
            Scale[i] = (float)(1 / Math.Sqrt(moments[i].Variance + Epsilon));
            Shift[i] = (float)moments[i].BatchMean;
        }
    }

    /// <summary>clip((value − mean)·scale, ±<see cref="Clip"/>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Normalize<F>(F value, F mean, F scale)
        where F : struct, IFloatLane<F> => F.Max(F.Min((value - mean) * scale, F.Of(Clip)), F.Of(-Clip));

    /// <summary>Normalises a tile.</summary>
    /// <param name="source">Raw observations, [components][64].</param>
    /// <param name="destination">Normalised; may be the source.</param>
    /// <param name="registers">Registers of each row.</param>
    public void Apply<F>(float* source, float* destination, int registers)
        where F : struct, IFloatLane<F>
    {
        for (int i = 0; i < Components; i++, source += Tile.Lanes, destination += Tile.Lanes)
        {
            F mean = F.Of(Mean[i]), scale = F.Of(Scale[i]);
            for (int lane = 0; lane < registers * F.Width; lane += F.Width)
                Normalize(F.Load(source + lane), mean, scale).Store(destination + lane);
        }
    }

    /// <summary>Names all that the normaliser consists of; what is merged must have been published.</summary>
    public void Transfer(StateTransfer state)
    {
        for (int i = 0; i < moments.Length; i++)
            moments[i].Transfer(state, $"normalizer/{i}");
        if (state.IsRestoring)
            Publish();
    }

    /// <summary>The numbers in use, for export.</summary>
    public ObservationNormalization Snapshot() => new(
        new ReadOnlySpan<float>(Mean, Components).ToArray(),
        [.. moments.Select(moment => (float)moment.Variance)],
        Epsilon,
        Clip);

    /// <inheritdoc/>
    public void Dispose() => numbers.Dispose();
}
