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
    /// <param name="scratch">Working memory of backward passes.</param>
    public CriticTiles(OffPolicyNetworks networks, MlpScratch scratch)
    {
        this.networks = networks;
        this.scratch = scratch;
        tiles = new QTile<F>[networks.Spec.NumCritics];
        for (int k = 0; k < tiles.Length; k++)
            tiles[k] = new QTile<F>(networks.Spec.Critic, networks.Critic);
    }

    /// <summary>Computes a critic's values.</summary>
    /// <param name="k">Index of the critic.</param>
    /// <param name="parameters">Those of all networks, or the targets'.</param>
    /// <param name="input">As <see cref="QTile{F}.Forward"/> takes it.</param>
    /// <param name="registers">Registers of each row to compute.</param>
    /// <returns>[values][64], valid until the critic's next call.</returns>
    public float* Forward(int k, float* parameters, float* input, int registers) =>
        tiles[k].Forward(parameters + (k * networks.CriticStride), input, registers);

    /// <summary>Adds a critic's gradient by its parameters, and gives that by its input, of its last <see cref="Forward"/>.</summary>
    /// <param name="k">Index of the critic.</param>
    /// <param name="gradients">Of all networks; accumulated. Null when nobody wants them.</param>
    /// <param name="input">The input of the forward pass.</param>
    /// <param name="outputGradient">dL/dvalues, [values][64]; overwritten.</param>
    /// <param name="inputGradient">Receives dL/dinput, in the input's rows, or null when nobody wants it.</param>
    /// <param name="registers">Registers of each row in use.</param>
    public void Backward(int k, float* gradients, float* input, float* outputGradient, float* inputGradient, int registers)
    {
        int offset = k * networks.CriticStride;
        tiles[k].Backward(
            networks.Memory.Parameters + offset, gradients == null ? null : gradients + offset, input, outputGradient, inputGradient,
            scratch, registers);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (QTile<F> tile in tiles)
            tile.Dispose();
    }
}
