using GpuAc.Kernels.States;

namespace GpuAc.Kernels.Statistics;

/// <summary>
/// Running count, mean and variance of one quantity, merged from batches. Chan, Golub and LeVeque (1979), the parallel algorithm.
/// </summary>
public struct RunningMoments
{
    /// <summary>Values so far.</summary>
    public double Count;

    /// <summary>Their mean.</summary>
    public double Mean;

    /// <summary>Sum of their squared distances from the mean.</summary>
    public double SquaredDistance;

    /// <summary>Mean of the last batch.</summary>
    public double BatchMean;

    /// <summary>Population variance; 1 before any value, so that normalising by it changes nothing.</summary>
    public readonly double Variance => Count > 0 ? SquaredDistance / Count : 1;

    /// <summary>Adds a batch given by its sums.</summary>
    /// <param name="count">Values in the batch.</param>
    /// <param name="shift">What was subtracted from each value before summing, to keep digits.</param>
    /// <param name="sum">Σ (x − shift).</param>
    /// <param name="squares">Σ (x − shift)².</param>
    public void Merge(double count, double shift, double sum, double squares)
    {
        if (count <= 0)
            return;
        BatchMean = BatchMoments.Mean(count, shift, sum);
        double batchSquaredDistance = BatchMoments.SquaredDistance(count, sum, squares);
        double difference = BatchMean - Mean;
        double total = Count + count;
        Mean += difference * count / total;
        SquaredDistance += batchSquaredDistance + (difference * difference * Count * count / total);
        Count = total;
    }

    /// <summary>Names all that the moments consist of.</summary>
    internal void Transfer(StateTransfer state, string name)
    {
        double[] values = [Count, Mean, SquaredDistance, BatchMean];
        state.Numbers(name, values);
        (Count, Mean, SquaredDistance, BatchMean) = (values[0], values[1], values[2], values[3]);
    }
}
