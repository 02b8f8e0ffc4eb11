using System.Runtime.CompilerServices;
using GpuAc.Kernels.Statistics;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Environments;

/// <summary>Sums over episodes that ended.</summary>
internal struct EpisodeSums
{
    /// <summary>How many.</summary>
    public double Episodes;

    /// <summary>Sum of their returns.</summary>
    public double Returns;

    /// <summary>Sum of their lengths, in steps.</summary>
    public double Lengths;

    /// <summary>Adds the episodes of a mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<F>(F mask, F episodeReturn, F length)
        where F : struct, IFloatLane<F>
    {
        Episodes += F.Sum(F.Select(mask, F.One, F.Zero));
        Returns += F.Sum(F.Select(mask, episodeReturn, F.Zero));
        Lengths += F.Sum(F.Select(mask, length, F.Zero));
    }

    /// <summary>Adds them to what a rollout reports.</summary>
    public readonly void AddTo(ref RolloutStatistics statistics)
    {
        statistics.Episodes += (long)Episodes;
        statistics.ReturnSum += Returns;
        statistics.LengthSum += Lengths;
    }
}
