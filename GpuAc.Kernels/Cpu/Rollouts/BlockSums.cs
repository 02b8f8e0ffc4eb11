using System.Runtime.CompilerServices;
using GpuAc.Kernels.Environments;
using GpuAc.Kernels.Statistics;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Cpu.Rollouts;

/// <summary>Sums over one block's share of a rollout; merged in the order of the blocks.</summary>
internal struct BlockSums
{
    /// <summary>Steps taken.</summary>
    public long Steps;

    /// <summary>Episodes that ended.</summary>
    public EpisodeSums Ended;

    /// <summary>Sum of the discounted returns that reward scaling tracks, from its <see cref="RewardScale.Shift"/>.</summary>
    public double DiscountedReturns;

    /// <summary>Sum of their squares.</summary>
    public double DiscountedSquares;

    /// <summary>Of each observation component: sum and sum of squares of the distance from the shift in use.</summary>
    public ObservationSums Observations;

    /// <summary>A sum and a sum of squares.</summary>
    internal struct Pair
    {
        /// <summary>Σ d.</summary>
        public double A;

        /// <summary>Σ d².</summary>
        public double B;
    }

    /// <summary>One pair per component.</summary>
    [InlineArray(Components.Capacity)]
    internal struct ObservationSums
    {
        private Pair first;
    }
}
