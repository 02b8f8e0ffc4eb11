using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.States;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Cpu;

/// <summary>The parameters of an actor-critic, their gradient and the optimiser's moments; and the parameters to fall back to.</summary>
internal sealed unsafe class ParameterState : ParameterMemory
{
    private readonly AlignedBuffer spares;
    private float* kept;
    private float* candidate;

    /// <summary>Allocates, zeroed.</summary>
    public ParameterState(PaddedLayout layout)
        : base(layout.Length)
    {
        Layout = layout;
        spares = new AlignedBuffer(2L * layout.Length);
        kept = spares.Pointer;
        candidate = kept + layout.Length;
    }

    /// <summary>Where everything lies.</summary>
    public PaddedLayout Layout { get; }

    /// <summary>Sets the parameters from the flat layout of <see cref="ActorCriticSpec"/>; the moments stay.</summary>
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

    /// <summary>Names parameters, moments, and what to fall back to.</summary>
    public override void Transfer(StateTransfer state)
    {
        base.Transfer(state);
        state.Numbers("parameters/kept", kept, Layout.Length);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        spares.Dispose();
        base.Dispose();
    }

    private void Copy(float* source, float* destination) =>
        new ReadOnlySpan<float>(source, Layout.Length).CopyTo(new Span<float>(destination, Layout.Length));
}
