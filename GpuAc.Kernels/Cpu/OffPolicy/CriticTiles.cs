using GpuAc.Kernels.Lanes;

namespace GpuAc.Kernels.Cpu.OffPolicy;

/// <summary>One worker's passes through the critics over one tile. All have one shape and lie at equal distances.</summary>
internal sealed unsafe class CriticTiles<F> : IDisposable
    where F : struct, IFloatLane<F>
{
    private readonly OffPolicyNetworks networks;
    private readonly MlpScratch scratch;
    private readonly QTile<F>[] tiles;

    /// <summary>Allocates what forward passes leave.</summary>
    /// <param name="networks">Parameters.</param>
    /// <param name="kept">Critics whose forward passes are to be kept at the same time; any further one overwrites the last of
    /// them.</param>
    /// <param name="scratch">Working memory of backward passes.</param>
    public CriticTiles(OffPolicyNetworks networks, int kept, MlpScratch scratch)
    {
        this.networks = networks;
        this.scratch = scratch;
        tiles = new QTile<F>[kept];
        for (int k = 0; k < kept; k++)
            tiles[k] = new QTile<F>(networks.Spec.Critic, networks.Critic);
    }

    /// <summary>Computes a critic's values.</summary>
    /// <param name="k">Index of the critic.</param>
    /// <param name="parameters">Those of all networks, or the targets'.</param>
    /// <param name="input">As <see cref="QTile{F}.Forward"/> takes it.</param>
    /// <param name="registers">Registers of each row to compute.</param>
    /// <returns>[values][64], valid until the critic's next call.</returns>
    public float* Forward(int k, float* parameters, float* input, int registers) =>
        At(k).Forward(parameters + (k * networks.CriticStride), input, registers);

    /// <summary>Adds a critic's gradient by its parameters, of its last <see cref="Forward"/>.</summary>
    /// <param name="k">Index of the critic.</param>
    /// <param name="gradients">Of all critics, from <see cref="OffPolicyNetworks.CriticStart"/> on; accumulated.</param>
    /// <param name="input">The input of the forward pass.</param>
    /// <param name="outputGradient">dL/dvalues, [values][64]; overwritten.</param>
    /// <param name="registers">Registers of each row in use.</param>
    public void AddGradient(int k, float* gradients, float* input, float* outputGradient, int registers) =>
        Backward(k, gradients - networks.CriticStart + (k * networks.CriticStride), input, outputGradient, null, registers);

    /// <summary>Gives the gradient by a critic's input, of its last <see cref="Forward"/>, and leaves the parameters alone.</summary>
    /// <param name="k">Index of the critic.</param>
    /// <param name="input">The input of the forward pass.</param>
    /// <param name="outputGradient">dL/dvalues, [values][64]; overwritten.</param>
    /// <param name="inputGradient">Receives dL/dinput, in the input's rows.</param>
    /// <param name="registers">Registers of each row in use.</param>
    public void ByInput(int k, float* input, float* outputGradient, float* inputGradient, int registers) =>
        Backward(k, null, input, outputGradient, inputGradient, registers);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (QTile<F> tile in tiles)
            tile.Dispose();
    }

    private QTile<F> At(int k) => tiles[Math.Min(k, tiles.Length - 1)];

    private void Backward(int k, float* gradients, float* input, float* outputGradient, float* inputGradient, int registers)
    {
        float* parameters = networks.Memory.Parameters + (k * networks.CriticStride);
        At(k).Backward(parameters, gradients, input, outputGradient, inputGradient, scratch, registers);
    }
}
