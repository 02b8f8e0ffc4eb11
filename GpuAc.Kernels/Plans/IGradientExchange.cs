namespace GpuAc.Kernels.Plans;

/// <summary>
/// What may come between the sum of a minibatch's gradient and its use, such as a mean over the processes that train together.
/// </summary>
/// <remarks>
/// Gradients are reduced in steps: the chunks of a minibatch are summed in a fixed order, the sum is exchanged, its norm is taken and
/// clipped, and the optimiser applies it. One worker calls while the others wait, in the same order in every run with the same settings and
/// minibatches. An exception ends the iteration, and comes out of it.
/// </remarks>
public interface IGradientExchange
{
    /// <summary>Takes part in one update; may replace the gradient.</summary>
    /// <param name="gradient">The minibatch's gradient; not to be kept beyond the call.</param>
    void Exchange(in SummedGradient gradient);
}
