using GpuAc.Kernels.Layouts;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;

namespace GpuAc.Kernels.Cpu;

/// <summary>Working memory of a backward pass, shared by the networks of one worker so that it stays in the nearest cache.</summary>
internal sealed unsafe class MlpScratch : IDisposable
{
    private readonly AlignedBuffer memory;
    private readonly float* gradientA;
    private readonly float* gradientB;

    /// <summary>Allocates for the widest of some layers.</summary>
    public MlpScratch(ParameterLayout layout)
    {
        int widest = layout.Layers.Max(layer => Math.Max(layer.Stride, Tile.Pad(layer.Spec.Outputs)));
        memory = new AlignedBuffer(3L * widest * Tile.Lanes);
        gradientA = memory.Pointer;
        gradientB = gradientA + (widest * Tile.Lanes);
        Transposed = gradientB + (widest * Tile.Lanes);
    }

    /// <summary>Room for a transposed tile.</summary>
    public float* Transposed { get; }

    /// <summary>A gradient tile that is not <paramref name="inUse"/>.</summary>
    public float* Other(float* inUse) => inUse == gradientA ? gradientB : gradientA;

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();
}
