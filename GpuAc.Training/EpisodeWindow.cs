using GpuAc.Training.Checkpoints;

namespace GpuAc.Training;

/// <summary>Mean return of the last episodes that training played.</summary>
/// <param name="episodes">Episodes to look back over.</param>
/// <remarks>
/// Iterations report the mean of their episodes: with one episode per iteration it is exactly the last <paramref name="episodes"/>,
/// otherwise those of the fewest last iterations that had at least as many.
/// </remarks>
internal sealed class EpisodeWindow(int episodes)
{
    private readonly Queue<(long Count, double Mean)> iterations = new();

    /// <summary>Episodes looked at.</summary>
    public long Count { get; private set; }

    /// <summary>Sum of the returns over the window.</summary>
    public double Sum { get; private set; }

    /// <summary>The window's iterations.</summary>
    public (long Count, double Mean)[] Recent => [.. iterations];

    /// <summary>All episodes ever added.</summary>
    public long Total { get; private set; }

    /// <summary>Mean return over the window, or NaN before it is full.</summary>
    public double Mean => Count >= episodes ? Sum / Count : double.NaN;

    /// <summary>Takes up where another window stopped; the sum as it was there, with what rounding had left in it.</summary>
    public void Restore(SessionState state)
    {
        iterations.Clear();
        foreach ((long count, double mean) in state.Recent)
            iterations.Enqueue((count, mean));
        (Count, Sum, Total) = (iterations.Sum(iteration => iteration.Count), state.RecentReturnSum, state.Episodes);
    }

    /// <summary>Adds an iteration's episodes.</summary>
    public void Add(long count, double mean)
    {
        if (count == 0)
            return;
        iterations.Enqueue((count, mean));
        Sum += count * mean;
        Count += count;
        Total += count;
        while (Count - iterations.Peek().Count >= episodes)
        {
            (long oldCount, double oldMean) = iterations.Dequeue();
            Sum -= oldCount * oldMean;
            Count -= oldCount;
        }
    }
}
