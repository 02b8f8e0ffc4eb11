using GpuAc.Kernels.Devices;

namespace GpuAc.Kernels.Cpu;

/// <summary>Parameters, their gradient and the optimiser's moments, in the padded layout.</summary>
internal sealed unsafe class ParameterState : IDisposable
{
    private readonly AlignedBuffer memory;

    /// <summary>Allocates, zeroed.</summary>
    public ParameterState(PaddedLayout layout)
    {
        Layout = layout;
        memory = new AlignedBuffer(4L * layout.Length);
    }

    /// <summary>Where what lies.</summary>
    public PaddedLayout Layout { get; }

    /// <summary>Current parameters.</summary>
    public float* Parameters => memory.Pointer;

    /// <summary>Gradient of the last minibatch.</summary>
    public float* Gradients => memory.Pointer + Layout.Length;

    /// <summary>First moments.</summary>
    public float* FirstMoments => memory.Pointer + (2 * Layout.Length);

    /// <summary>Second moments.</summary>
    public float* SecondMoments => memory.Pointer + (3 * Layout.Length);

    /// <summary>Sets the parameters from the flat layout of <see cref="Networks.ActorCriticSpec"/>; the moments stay.</summary>
    public void Upload(ReadOnlySpan<float> flat) => Layout.Pack(flat, new Span<float>(Parameters, Layout.Length));

    /// <summary>Copies the parameters to the flat layout.</summary>
    public void Download(Span<float> flat) => Layout.Unpack(new ReadOnlySpan<float>(Parameters, Layout.Length), flat);

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();
}
