using GpuAc.Kernels.Layouts;

namespace GpuAc.Kernels.Accelerators;

/// <summary>One dense layer as kernels see it: where its parameters lie, and which rows of a tile it works on.</summary>
internal struct KernelLayer
{
    /// <summary>Width of the input.</summary>
    public int Inputs;

    /// <summary>Width of the output.</summary>
    public int Outputs;

    /// <summary>First weight, in fours.</summary>
    public int Weights;

    /// <summary>Distance between rows of weights, in fours.</summary>
    public int Stride;

    /// <summary>First bias, in fours.</summary>
    public int Bias;

    /// <summary>The activation that follows; see <see cref="KernelActivation"/>.</summary>
    public int Activation;

    /// <summary>First row of the input.</summary>
    public int InputRow;

    /// <summary>First row of what the activation's derivative wants.</summary>
    public int KeptRow;

    /// <summary>First row of the output; the same where the derivative wants the output.</summary>
    public int OutputRow;

    /// <summary>First row of the gradient with respect to the output.</summary>
    public int GradientRow;

    /// <summary>First row of the gradient with respect to the input; −1 where nobody wants it.</summary>
    public int TargetRow;

    /// <summary>1 to add to what is there: actor and critic both reach the shared body.</summary>
    public int IsAdded;

    /// <summary>The same layer with parameters that lie elsewhere.</summary>
    /// <param name="quads">How much further, in fours.</param>
    public readonly KernelLayer Shifted(int quads) => this with { Weights = Weights + quads, Bias = Bias + quads };

    /// <summary>A layer, placed in a tile.</summary>
    public static KernelLayer Of(PaddedLayer layer, int inputRow, int keptRow, int outputRow) => new()
    {
        Inputs = layer.Spec.Inputs,
        Outputs = layer.Spec.Outputs,
        Weights = layer.Weights / 4,
        Stride = layer.Stride / 4,
        Bias = layer.Bias / 4,
        Activation = KernelActivation.Of(layer.Spec.Activation),
        InputRow = inputRow,
        KeptRow = keptRow,
        OutputRow = outputRow,
    };
}
