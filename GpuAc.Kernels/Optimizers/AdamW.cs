using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Optimizers;

/// <summary>Adam with decoupled weight decay. Loshchilov and Hutter, arXiv:1711.05101, algorithm 2.</summary>
/// <remarks>
/// p ← p − lr·(m̂/(√v̂ + ε) + weightDecay·p), moments as <see cref="Adam"/>'s without the penalty. PyTorch's convention: the decay
/// scales with the learning rate.
/// </remarks>
internal readonly struct AdamW : IOptimizerRule
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update<F>(in OptimizerStep step, F gradient, ref F parameter, ref F firstMoment, ref F secondMoment)
        where F : struct, IFloatLane<F>
    {
        F direction = Adam.Direction(step, gradient, ref firstMoment, ref secondMoment);
        parameter -= F.Of(step.LearningRate) * F.MultiplyAdd(F.Of(step.WeightDecay), parameter, direction);
    }
}
