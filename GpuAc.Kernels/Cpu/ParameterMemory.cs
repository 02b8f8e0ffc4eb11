using GpuAc.Kernels.States;
using GpuAc.Lanes.Memory;

namespace GpuAc.Kernels.Cpu;

/// <summary>Parameters, their gradient and the optimiser's moments, side by side in one padded layout.</summary>
internal unsafe class ParameterMemory : IDisposable
{
    private readonly AlignedBuffer memory;
    private readonly int length;

    /// <summary>Allocates, zeroed.</summary>
    /// <param name="length">Values of each of the four, a multiple of 16.</param>
    public ParameterMemory(int length)
    {
        this.length = length;
        memory = new AlignedBuffer(4L * length);
    }

    /// <summary>Current parameters.</summary>
    public float* Parameters => memory.Pointer;

    /// <summary>Gradient of the last minibatch.</summary>
    public float* Gradients => memory.Pointer + length;

    /// <summary>First moments.</summary>
    public float* FirstMoments => memory.Pointer + (2 * length);

    /// <summary>Second moments.</summary>
    public float* SecondMoments => memory.Pointer + (3 * length);

    /// <summary>Names parameters and moments; the gradient is made anew by every minibatch.</summary>
    public virtual void Transfer(StateTransfer state)
    {
        state.Numbers("parameters", Parameters, length);
        state.Numbers("parameters/firstMoments", FirstMoments, length);
        state.Numbers("parameters/secondMoments", SecondMoments, length);
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        memory.Dispose();
        GC.SuppressFinalize(this);
    }
}
