using GpuAc.Kernels.Devices;

namespace GpuAc.Kernels.Cpu;

/// <summary>Parameters, their gradient and the optimiser's moments, in the padded layout; and the parameters to fall back to.</summary>
internal sealed unsafe class ParameterState : IDisposable
{
    private readonly AlignedBuffer memory;
    private float* kept;
    private float* candidate;

    /// <summary>Allocates, zeroed.</summary>
    public ParameterState(PaddedLayout layout)
    {
        Layout = layout;
        memory = new AlignedBuffer(6L * layout.Length);
        kept = memory.Pointer + (4 * layout.Length);
        candidate = kept + layout.Length;
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
    public void Upload(ReadOnlySpan<float> flat)
    {
        Layout.Pack(flat, new Span<float>(Parameters, Layout.Length));
        Copy(Parameters, kept);
    }

    /// <summary>Copies the parameters to the flat layout.</summary>
    public void Download(Span<float> flat) => Layout.Unpack(new ReadOnlySpan<float>(Parameters, Layout.Length), flat);

    /// <summary>Takes the current parameters as those to fall back to, once <see cref="Confirm"/> says that they did well.</summary>
    public void Propose() => Copy(Parameters, candidate);

    /// <summary>Everything computed with the proposed parameters was finite: they are the ones to fall back to now.</summary>
    public void Confirm()
    {
        float* before = kept;
        kept = candidate;
        candidate = before;
    }

    /// <summary>Falls back to the parameters that were last confirmed, or else uploaded. The moments stay.</summary>
    public void Restore() => Copy(kept, Parameters);

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private void Copy(float* source, float* destination) =>
        new ReadOnlySpan<float>(source, Layout.Length).CopyTo(new Span<float>(destination, Layout.Length));
}
