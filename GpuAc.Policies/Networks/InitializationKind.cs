namespace GpuAc.Policies.Networks;

/// <summary>How the weights of a dense layer start. Biases always start at zero.</summary>
public enum InitializationKind
{
    /// <summary>gain times a random matrix with orthonormal rows or columns. Saxe et al., arXiv:1312.6120.</summary>
    Orthogonal = 0,

    /// <summary>Normal with standard deviation gain/√inputs; He's with gain √2. He et al., arXiv:1502.01852, equation 10.</summary>
    KaimingNormal = 1,

    /// <summary>Uniform on ±gain·√(6/(inputs + outputs)); Glorot's with gain 1. Glorot and Bengio (AISTATS 2010), equation 16.</summary>
    XavierUniform = 2,

    /// <summary>All zero. A hidden layer that starts so never learns; for output layers and tests.</summary>
    Zero = 3,
}
