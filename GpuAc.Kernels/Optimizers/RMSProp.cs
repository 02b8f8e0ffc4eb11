using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Optimizers;

/// <summary>RMSProp, uncentred, with momentum. Tieleman and Hinton, Coursera lecture 6.5 (2012).</summary>
/// <remarks>
/// <para>g ← g + weightDecay·p;  v ← α·v + (1 − α)·g²;  b ← momentum·b + g/(√v + ε);  p ← p − lr·b. α is <see cref="OptimizerStep.Beta2"/>,
/// the momentum <see cref="OptimizerStep.Beta1"/>, b the first moment.</para>
/// <para>PyTorch's convention, which Stable-Baselines3's A2C uses: ε outside the root and v from 0. TensorFlow's has √(v + ε) and v from 1,
/// which makes the first steps up to ten times smaller.</para>
/// </remarks>
internal readonly struct RMSProp : IOptimizerRule
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update<F>(in OptimizerStep step, F gradient, ref F parameter, ref F firstMoment, ref F secondMoment)
        where F : struct, IFloatLane<F>
    {
        F penalized = F.MultiplyAdd(F.Of(step.WeightDecay), parameter, gradient);
        F meanSquare = F.MultiplyAdd(F.Of(step.Beta2), secondMoment, F.Of(1 - step.Beta2) * penalized * penalized);
        F buffer = F.MultiplyAdd(F.Of(step.Beta1), firstMoment, penalized / (F.Sqrt(meanSquare) + F.Of(step.Epsilon)));
        secondMoment = meanSquare;
        firstMoment = buffer;
        parameter -= F.Of(step.LearningRate) * buffer;
    }
}
