using GpuAc.Policies.Activations;

namespace GpuAc.Policies.Networks;

/// <summary>One dense layer: y = f(W x + b), with W stored [outputs][inputs].</summary>
/// <param name="Inputs">Width of x, at least 1.</param>
/// <param name="Outputs">Width of y, at least 1.</param>
/// <param name="Activation">f.</param>
public sealed record DenseLayerSpec(int Inputs, int Outputs, Activation Activation)
{
    /// <summary>Weights and biases.</summary>
    public int ParameterCount => (Inputs + 1) * Outputs;
}

/// <summary>A multi-layer perceptron: dense layers in a row. No layers means the identity.</summary>
/// <param name="Inputs">Width of the first layer's input.</param>
/// <param name="Layers">The layers; each takes what the one before gives.</param>
public sealed record MlpSpec(int Inputs, IReadOnlyList<DenseLayerSpec> Layers)
{
    /// <summary>Width of the last layer's output, or <see cref="Inputs"/> without layers.</summary>
    public int Outputs => Layers.Count == 0 ? Inputs : Layers[^1].Outputs;

    /// <summary>Weights and biases of all layers.</summary>
    public int ParameterCount => Layers.Sum(layer => layer.ParameterCount);

    /// <summary>Builds hidden layers of one activation and, when <paramref name="outputs"/> is positive, a linear output layer.</summary>
    /// <param name="inputs">Width of the input.</param>
    /// <param name="hiddenSizes">Widths of the hidden layers.</param>
    /// <param name="activation">Activation of the hidden layers.</param>
    /// <param name="outputs">Width of the linear output layer, or 0 for none.</param>
    public static MlpSpec Create(int inputs, IReadOnlyList<int> hiddenSizes, Activation activation, int outputs)
    {
        ArgumentNullException.ThrowIfNull(hiddenSizes);
        var layers = new List<DenseLayerSpec>();
        int width = inputs;
        foreach (int size in hiddenSizes)
        {
            layers.Add(new DenseLayerSpec(width, size, activation));
            width = size;
        }

        if (outputs > 0)
            layers.Add(new DenseLayerSpec(width, outputs, Activation.Identity));
        return new MlpSpec(inputs, layers);
    }
}
