using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;

namespace GpuAc.Policies.Inference;

/// <summary>
/// A multi-layer perceptron over rows of samples, as callers have them: Y = f(X·Wᵀ + b) with X [samples][inputs].
/// </summary>
/// <remarks>
/// The tiles of training keep samples side by side, which serves 64 at a time; a single sample would fill one lane of sixteen. Here a
/// register holds outputs instead, so that one sample costs 1/64 of 64. Biases are the weights of one more input that is always 1.
/// </remarks>
internal sealed unsafe class RowMlp<F> : IDisposable
    where F : struct, IFloatLane<F>
{
    /// <summary>Most samples of one call.</summary>
    public const int MaxRows = 64;

    private readonly Layer[] layers;
    private readonly AlignedBuffer weights;

    /// <summary>Copies the weights.</summary>
    /// <param name="spec">Network.</param>
    /// <param name="parameters">Its parameters, layer by layer: weights [outputs][inputs], then biases.</param>
    public RowMlp(MlpSpec spec, ReadOnlySpan<float> parameters)
    {
        layers = new Layer[spec.Layers.Count];
        weights = new AlignedBuffer(spec.Layers.Sum(layer => (long)(layer.Inputs + 1) * Tile.Pad(layer.Outputs)));
        float* next = weights.Pointer;
        for (int i = 0; i < layers.Length; i++)
        {
            DenseLayerSpec layer = spec.Layers[i];
            int stride = Tile.Pad(layer.Outputs);
            layers[i] = new Layer(layer, next);
            for (int output = 0; output < layer.Outputs; output++)
            {
                for (int input = 0; input < layer.Inputs; input++)
                    next[(input * stride) + output] = parameters[(output * layer.Inputs) + input];
                next[(layer.Inputs * stride) + output] = parameters[(layer.Outputs * layer.Inputs) + output];
            }

            parameters = parameters[layer.ParameterCount..];
            next += (layer.Inputs + 1) * stride;
        }

        Inputs = spec.Inputs;
        Widest = Math.Max(Stride(spec.Inputs), layers.Select(layer => Stride(layer.Spec.Outputs)).DefaultIfEmpty().Max());
        Outputs = spec.Outputs;
    }

    /// <summary>Width of the input.</summary>
    public int Inputs { get; }

    /// <summary>Width of the output.</summary>
    public int Outputs { get; }

    /// <summary>The largest distance between rows that any layer needs.</summary>
    public int Widest { get; }

    /// <summary>Distance between rows of a given width: one more for the constant 1, rounded up to whole registers.</summary>
    public static int Stride(int width) => Tile.Pad(width + 1);

    /// <summary>Runs all layers.</summary>
    /// <param name="input">[rows][Stride(Inputs)], with a 1 after each row's inputs.</param>
    /// <param name="rows">Samples, at most <see cref="MaxRows"/>.</param>
    /// <param name="scratchA">Room for rows × <see cref="Widest"/>; must not be the input.</param>
    /// <param name="scratchB">Likewise.</param>
    /// <returns>[rows][Stride(Outputs)], in one of the scratches, with a 1 after each row; the input itself without layers.</returns>
    public float* Forward(float* input, int rows, float* scratchA, float* scratchB)
    {
        int inputStride = Stride(Inputs);
        foreach (Layer layer in layers)
        {
            float* output = input == scratchA ? scratchB : scratchA;
            int width = Tile.Pad(layer.Spec.Outputs), registers = width / F.Width, outputStride = Stride(layer.Spec.Outputs);
            var epilogue = new Overwrite<F>(output, outputStride);
            MatrixProduct<F>.Run(input, inputStride, 1, layer.Weights, width, rows, layer.Spec.Inputs + 1, registers, ref epilogue);
            for (int row = 0; row < rows; row++)
            {
                float* values = output + (row * outputStride);
                layer.Activation.Forward(values, values, 1, registers);
                values[layer.Spec.Outputs] = 1;
            }

            input = output;
            inputStride = outputStride;
        }

        return input;
    }

    /// <inheritdoc/>
    public void Dispose() => weights.Dispose();

    private readonly struct Layer(DenseLayerSpec spec, float* weights)
    {
        public DenseLayerSpec Spec { get; } = spec;

        public ActivationPass<F> Activation { get; } = spec.Activation.PassOf<F>();

        // [inputs + 1][outputs, rounded up to whole registers]; the last row holds the biases.
        public float* Weights { get; } = weights;
    }
}
