using GpuAc.Kernels.Layouts;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Cpu;

/// <summary>
/// Forward and backward pass of a multi-layer perceptron over one tile of 64 lanes. Holds what the backward pass needs of the last
/// forward pass, so there is one instance per worker.
/// </summary>
internal sealed unsafe class MlpTile<F> : IDisposable
    where F : struct, IFloatLane<F>
{
    private readonly IReadOnlyList<PaddedLayer> layers;
    private readonly ActivationPass<F>[] activations;
    private readonly AlignedBuffer memory;
    private readonly float*[] kept;
    private readonly float*[] outputs;

    /// <summary>Allocates what a forward pass leaves.</summary>
    /// <param name="layers">The layers; may be none, which makes the identity.</param>
    public MlpTile(IReadOnlyList<PaddedLayer> layers)
    {
        this.layers = layers;
        activations = [.. layers.Select(layer => layer.Spec.Activation.PassOf<F>())];
        int rows = layers.Sum(layer => layer.Spec.Outputs * (layer.Spec.Activation.KeepsInput ? 2 : 1));
        memory = new AlignedBuffer((long)rows * Tile.Lanes);
        kept = new float*[layers.Count];
        outputs = new float*[layers.Count];
        float* next = memory.Pointer;
        for (int i = 0; i < layers.Count; i++)
        {
            kept[i] = outputs[i] = Take(ref next, layers[i].Spec.Outputs);
            if (layers[i].Spec.Activation.KeepsInput)
                outputs[i] = Take(ref next, layers[i].Spec.Outputs);
        }
    }

    /// <summary>What <see cref="Forward"/> gave last; there must be layers.</summary>
    public float* Outputs => outputs[^1];

    /// <summary>Runs all layers.</summary>
    /// <param name="parameters">All parameters, in the layout that the layers' offsets refer to.</param>
    /// <param name="input">[inputs][64].</param>
    /// <param name="registers">Registers of each row to compute; 64 / width for all.</param>
    /// <returns>[outputs][64], valid until the next call; the input itself when there are no layers.</returns>
    public float* Forward(float* parameters, float* input, int registers)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            PaddedLayer layer = layers[i];
            var epilogue = new AddBias<F>(parameters + layer.Bias, kept[i], Tile.Lanes);
            MatrixProduct<F>.Run(
                parameters + layer.Weights, layer.Stride, 1, input, Tile.Lanes, layer.Spec.Outputs, layer.Spec.Inputs, registers,
                ref epilogue);
            activations[i].Forward(kept[i], outputs[i], layer.Spec.Outputs, registers);
            input = outputs[i];
        }

        return input;
    }

    /// <summary>
    /// Adds the parameters' gradients of a whole tile, after <see cref="Forward"/> over all registers with the same input.
    /// </summary>
    /// <param name="parameters">All parameters.</param>
    /// <param name="gradients">Their gradients, in the same layout; accumulated.</param>
    /// <param name="input">The input of the forward pass.</param>
    /// <param name="outputGradient">dL/doutput, [outputs][64]; overwritten.</param>
    /// <param name="inputGradient">Receives dL/dinput, [inputs][64], or null when nobody wants it.</param>
    /// <param name="scratch">Working memory, free between calls.</param>
    public void Backward(
        float* parameters, float* gradients, float* input, float* outputGradient, float* inputGradient, MlpScratch scratch) =>
        Backward(parameters, gradients, input, outputGradient, inputGradient, scratch, Tile.Lanes / F.Width);

    /// <summary>Adds the parameters' gradients of a tile, after <see cref="Forward"/> over as many registers with the same input.</summary>
    /// <param name="parameters">All parameters.</param>
    /// <param name="gradients">Their gradients, in the same layout; accumulated. Null when nobody wants them.</param>
    /// <param name="input">The input of the forward pass.</param>
    /// <param name="outputGradient">dL/doutput, [outputs][64]; overwritten.</param>
    /// <param name="inputGradient">Receives dL/dinput, [inputs][64], or null when nobody wants it.</param>
    /// <param name="scratch">Working memory, free between calls.</param>
    /// <param name="registers">Registers of each row in use.</param>
    public void Backward(
        float* parameters, float* gradients, float* input, float* outputGradient, float* inputGradient, MlpScratch scratch, int registers)
    {
        float* gradient = outputGradient;
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            PaddedLayer layer = layers[i];
            float* layerInput = i == 0 ? input : outputs[i - 1];
            activations[i].Backward(
                kept[i], gradient, gradients == null ? null : gradients + layer.Bias, layer.Spec.Outputs, registers);
            if (gradients != null)
                AddWeightGradient(layer, gradients, layerInput, gradient, scratch, registers * F.Width);
            float* target = i == 0 ? inputGradient : scratch.Other(gradient);
            if (target == null)
                return;
            var epilogue = new Overwrite<F>(target, Tile.Lanes);
            MatrixProduct<F>.Run(
                parameters + layer.Weights, 1, layer.Stride, gradient, Tile.Lanes, layer.Spec.Inputs, layer.Spec.Outputs, registers,
                ref epilogue);
            gradient = target;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private static float* Take(ref float* next, int rows)
    {
        float* taken = next;
        next += rows * Tile.Lanes;
        return taken;
    }

    // dW[o][i] += Σ_lane dz[o][lane] · x[i][lane]: a product with the lanes as depth, once one of the two is transposed.
    private static void AddWeightGradient(
        PaddedLayer layer, float* gradients, float* layerInput, float* gradient, MlpScratch scratch, int lanes)
    {
        DenseLayerSpec spec = layer.Spec;
        if (spec.Inputs < F.Width)
        {
            AddNarrowWeightGradient(layer, gradients + layer.Weights, layerInput, gradient, scratch, lanes);
            return;
        }

        Transpose.Run(layerInput, spec.Inputs, scratch.Transposed, layer.Stride);
        var epilogue = new Accumulate<F>(gradients + layer.Weights, layer.Stride);
        MatrixProduct<F>.Run(
            gradient, Tile.Lanes, 1, scratch.Transposed, layer.Stride, spec.Outputs, lanes, layer.Stride / F.Width, ref epilogue);
    }

    // With fewer inputs than a register has lanes (observations), registers hold outputs instead, and the small result is turned on the way
    // out. For 4 inputs and 64 outputs it takes a third of the time, which is 6 % of a whole 4-64-64-2 backward pass.
    private static void AddNarrowWeightGradient(
        PaddedLayer layer, float* weightGradients, float* layerInput, float* gradient, MlpScratch scratch, int lanes)
    {
        DenseLayerSpec spec = layer.Spec;
        int stride = Tile.Pad(spec.Outputs);
        float* turned = scratch.Other(gradient);
        Transpose.Run(gradient, spec.Outputs, scratch.Transposed, stride);
        var epilogue = new Overwrite<F>(turned, stride);
        MatrixProduct<F>.Run(layerInput, Tile.Lanes, 1, scratch.Transposed, stride, spec.Inputs, lanes, stride / F.Width, ref epilogue);
        for (int output = 0; output < spec.Outputs; output++)
        {
            for (int input = 0; input < spec.Inputs; input++)
                weightGradients[(output * layer.Stride) + input] += turned[(input * stride) + output];
        }
    }
}
