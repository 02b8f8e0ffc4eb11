namespace GpuAc.Policies.Activations;

/// <summary>The activation functions that networks may use. Values are part of the checkpoint format and never change.</summary>
public enum Activation
{
    /// <summary>y = x.</summary>
    Identity = 0,

    /// <summary>y = max(x, 0).</summary>
    ReLU = 1,

    /// <summary>y = tanh x.</summary>
    Tanh = 2,

    /// <summary>y = x · σ(x), also called swish. Elfwing et al., arXiv:1702.03118.</summary>
    SiLU = 3,

    /// <summary>y = x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))). Hendrycks and Gimpel, arXiv:1606.08415.</summary>
    GeluTanh = 4,
}
