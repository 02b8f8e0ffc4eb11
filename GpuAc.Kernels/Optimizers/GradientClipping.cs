namespace GpuAc.Kernels.Optimizers;

/// <summary>Clipping of the gradient's global norm. Pascanu et al., arXiv:1211.5063, algorithm 1.</summary>
internal static class GradientClipping
{
    /// <summary>Keeps the quotient finite at norm 0; PyTorch's value.</summary>
    private const float Epsilon = 1e-6f;

    /// <summary>What to multiply every gradient by: min(1, maxNorm/(norm + 1e-6)), as PyTorch's <c>clip_grad_norm_</c>.</summary>
    /// <param name="norm">L2 norm of all gradients together, at least 0. NaN gives NaN, so that it shows in the parameters.</param>
    /// <param name="maxNorm">Largest norm let through, above 0; +∞ for no clipping.</param>
    public static float Factor(float norm, float maxNorm) => MathF.Min(1, maxNorm / (norm + Epsilon));
}
