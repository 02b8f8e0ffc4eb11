namespace GpuAc.Kernels.Optimizers;

/// <summary>The optimisers. Values are part of the checkpoint format and never change.</summary>
public enum OptimizerKind
{
    /// <summary>Adam. Kingma and Ba, arXiv:1412.6980.</summary>
    Adam = 0,

    /// <summary>Adam with decoupled weight decay. Loshchilov and Hutter, arXiv:1711.05101.</summary>
    AdamW = 1,

    /// <summary>RMSProp, with or without momentum. Tieleman and Hinton, Coursera lecture 6.5 (2012).</summary>
    RMSProp = 2,

    /// <summary>Stochastic gradient descent, with or without momentum.</summary>
    Sgd = 3,
}
