using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Optimizers;

/// <summary>Adam. Kingma and Ba, arXiv:1412.6980, algorithm 1.</summary>
/// <remarks>
/// <para>g ← g + weightDecay·p;  m ← β1·m + (1 − β1)·g;  v ← β2·v + (1 − β2)·g²;  p ← p − lr·m̂/(√v̂ + ε), with m̂ = m/(1 − β1ᵗ)
/// and v̂ = v/(1 − β2ᵗ).</para>
/// <para>PyTorch's convention: ε outside the root and after the bias correction; weight decay as an L2 penalty.</para>
/// </remarks>
internal readonly struct Adam : IOptimizerRule
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update<F>(in OptimizerStep step, F gradient, ref F parameter, ref F firstMoment, ref F secondMoment)
        where F : struct, IFloatLane<F>
    {
        F penalized = F.MultiplyAdd(F.Of(step.WeightDecay), parameter, gradient);
        parameter -= F.Of(step.LearningRate) * Direction(step, penalized, ref firstMoment, ref secondMoment);
    }

    /// <summary>Updates both moments and returns m̂/(√v̂ + ε).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static F Direction<F>(in OptimizerStep step, F gradient, ref F firstMoment, ref F secondMoment)
        where F : struct, IFloatLane<F>
    {
        F m = F.MultiplyAdd(F.Of(step.Beta1), firstMoment, F.Of(1 - step.Beta1) * gradient);
        F v = F.MultiplyAdd(F.Of(step.Beta2), secondMoment, F.Of(1 - step.Beta2) * gradient * gradient);
        firstMoment = m;
        secondMoment = v;
        return m * F.Of(step.BiasCorrection1) / (F.Sqrt(v * F.Of(step.BiasCorrection2)) + F.Of(step.Epsilon));
    }
}
