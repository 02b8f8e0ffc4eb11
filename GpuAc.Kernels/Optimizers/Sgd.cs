using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Optimizers;

/// <summary>Stochastic gradient descent with heavy-ball momentum. Sutskever et al. (ICML 2013), in PyTorch's form.</summary>
/// <remarks>
/// g ← g + weightDecay·p;  b ← momentum·b + g;  p ← p − lr·b. The momentum is <see cref="OptimizerStep.Beta1"/>, b the first moment;
/// the second moment is not touched. PyTorch's convention, without dampening or Nesterov: the learning rate multiplies the
/// buffer, so that its changes act at once (Sutskever's velocity contains it).
/// </remarks>
internal readonly struct Sgd : IOptimizerRule
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update<F>(in OptimizerStep step, F gradient, ref F parameter, ref F firstMoment, ref F secondMoment)
        where F : struct, IFloatLane<F>
    {
        F penalized = F.MultiplyAdd(F.Of(step.WeightDecay), parameter, gradient);
        F buffer = F.MultiplyAdd(F.Of(step.Beta1), firstMoment, penalized);
        firstMoment = buffer;
        parameter -= F.Of(step.LearningRate) * buffer;
    }
}
