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
    private double sum;

    /// <summary>Episodes looked at.</summary>
    public long Count { get; private set; }

    /// <summary>All episodes ever added.</summary>
    public long Total { get; private set; }

    /// <summary>Mean return over the window, or NaN before it is full.</summary>
    public double Mean => Count >= episodes ? sum / Count : double.NaN;

    /// <summary>Adds an iteration's episodes.</summary>
    public void Add(long count, double mean)
    {
        if (count == 0)
            return;
        iterations.Enqueue((count, mean));
        sum += count * mean;
        Count += count;
        Total += count;
        while (Count - iterations.Peek().Count >= episodes)
        {
            (long oldCount, double oldMean) = iterations.Dequeue();
            sum -= oldCount * oldMean;
            Count -= oldCount;
        }
    }
}
