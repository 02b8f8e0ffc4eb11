using System.Globalization;

namespace GpuAc.Training.Algorithms;

/// <summary>
/// Training diverged: a quantity was not finite. The trainer keeps the last weights that did well, and its <see cref="ITrainer.Snapshot"/>
/// gives them.
/// </summary>
public sealed class DivergedException : GpuAcException
{
    /// <summary>Says what was not finite, and when.</summary>
    /// <param name="quantity">The first quantity that was not finite, such as <c>policy loss</c>.</param>
    /// <param name="iteration">Iteration in which it was not, from 1.</param>
    /// <param name="envSteps">Environment steps taken by then.</param>
    /// <param name="remedy">A sentence on what to try.</param>
    public DivergedException(string quantity, long iteration, long envSteps, string remedy)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"Training diverged: the {quantity} was not finite in iteration {iteration}, after {envSteps} environment steps. The last "
            + $"finite weights are kept. {remedy}"))
    {
        Quantity = quantity;
        Iteration = iteration;
    }

    /// <summary>The first quantity that was not finite.</summary>
    public string Quantity { get; }

    /// <summary>Iteration in which it was not, from 1.</summary>
    public long Iteration { get; }
}
