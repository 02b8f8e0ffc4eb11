using GpuAc.Kernels.Layouts;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Cpu.OffPolicy;

/// <summary>Forward and backward pass of a network of action values over one tile, with or without branches.</summary>
/// <remarks>
/// Critics of one shape share an instance one after the other: parameters and gradients are handed over with the critic's offset added.
/// </remarks>
internal sealed unsafe class QTile<F> : IDisposable
    where F : struct, IFloatLane<F>
{
    private readonly QNetworkSpec spec;
    private readonly MlpTile<F>? observationBranch;
    private readonly MlpTile<F>? actionBranch;
    private readonly MlpTile<F> trunk;
    private readonly AlignedBuffer sums;
    private readonly int observationRows;
    private readonly int sumRows;

    /// <summary>Allocates what a forward pass leaves.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="networks">The layers of its parts.</param>
    public QTile(QNetworkSpec spec, IReadOnlyList<IReadOnlyList<PaddedLayer>> networks)
    {
        this.spec = spec;
        trunk = new MlpTile<F>(networks[^1]);
        sumRows = spec.HasBranches ? spec.Trunk.Inputs : 0;
        sums = new AlignedBuffer(3L * Math.Max(1, sumRows) * Tile.Lanes);
        if (!spec.HasBranches)
            return;
        observationBranch = new MlpTile<F>(networks[0]);
        actionBranch = new MlpTile<F>(networks[1]);
        observationRows = spec.ObservationBranch!.Inputs;
    }

    /// <summary>Computes the values.</summary>
    /// <param name="parameters">Parameters.</param>
    /// <param name="input">[observation + action][64]; the observation's rows alone where there is one value per action.</param>
    /// <param name="registers">Registers of each row to compute.</param>
    /// <returns>[values][64], valid until the next call.</returns>
    public float* Forward(float* parameters, float* input, int registers)
    {
        if (!spec.HasBranches)
            return trunk.Forward(parameters, input, registers);
        float* left = observationBranch!.Forward(parameters, input, registers);
        float* right = actionBranch!.Forward(parameters, input + (observationRows * Tile.Lanes), registers);
        for (int row = 0; row < sumRows; row++)
        {
            for (int lane = row * Tile.Lanes; lane < (row * Tile.Lanes) + (registers * F.Width); lane += F.Width)
                (F.Load(left + lane) + F.Load(right + lane)).Store(sums.Pointer + lane);
        }

        return trunk.Forward(parameters, sums.Pointer, registers);
    }

    /// <summary>Adds the parameters' gradients, and gives the input's, of the last <see cref="Forward"/>.</summary>
    /// <param name="parameters">Parameters.</param>
    /// <param name="gradients">Their gradients; accumulated. Null when nobody wants them.</param>
    /// <param name="input">The input of the forward pass.</param>
    /// <param name="outputGradient">dL/dvalues, [values][64]; overwritten.</param>
    /// <param name="inputGradient">Receives dL/dinput, in the input's rows, or null when nobody wants it.</param>
    /// <param name="scratch">Working memory.</param>
    /// <param name="registers">Registers of each row in use.</param>
    public void Backward(
        float* parameters, float* gradients, float* input, float* outputGradient, float* inputGradient, MlpScratch scratch, int registers)
    {
        if (!spec.HasBranches)
        {
            trunk.Backward(parameters, gradients, input, outputGradient, inputGradient, scratch, registers);
            return;
        }

        int size = sumRows * Tile.Lanes;
        float* toObservation = sums.Pointer + size;
        float* toAction = toObservation + size;
        trunk.Backward(parameters, gradients, sums.Pointer, outputGradient, toObservation, scratch, registers);
        new ReadOnlySpan<float>(toObservation, size).CopyTo(new Span<float>(toAction, size));
        int actions = observationRows * Tile.Lanes;
        observationBranch!.Backward(parameters, gradients, input, toObservation, inputGradient, scratch, registers);
        actionBranch!.Backward(
            parameters, gradients, input + actions, toAction, inputGradient == null ? null : inputGradient + actions, scratch, registers);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        observationBranch?.Dispose();
        actionBranch?.Dispose();
        trunk.Dispose();
        sums.Dispose();
    }
}
