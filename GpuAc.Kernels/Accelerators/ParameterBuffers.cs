using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.States;
using GpuAc.Policies.Networks;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators;

/// <summary>
/// Parameters, their gradient and the optimiser's moments in device memory, in the padded layout; and the parameters to fall back to.
/// </summary>
internal sealed class ParameterBuffers : IDisposable
{
    private readonly AcceleratorDevice device;
    private readonly MemoryBuffer1D<Float4, Stride1D.Dense> memory;
    private readonly float[] host;
    private int kept = 4;
    private int candidate = 5;

    /// <summary>Allocates, zeroed.</summary>
    public ParameterBuffers(AcceleratorDevice device, PaddedLayout layout)
    {
        this.device = device;
        Layout = layout;
        Quads = layout.Length / 4;
        memory = device.Accelerator.Allocate1D<Float4>(6L * Quads);
        memory.View.BaseView.MemSetToZero(device.Stream);
        host = new float[layout.Length];
    }

    /// <summary>Where everything lies.</summary>
    public PaddedLayout Layout { get; }

    /// <summary>Length of each of the four sets, in fours.</summary>
    public int Quads { get; }

    /// <summary>Current parameters.</summary>
    public ArrayView<Float4> Parameters => Part(0);

    /// <summary>Gradient of the last minibatch.</summary>
    public ArrayView<Float4> Gradients => Part(1);

    /// <summary>First moments.</summary>
    public ArrayView<Float4> FirstMoments => Part(2);

    /// <summary>Second moments.</summary>
    public ArrayView<Float4> SecondMoments => Part(3);

    /// <summary>Bytes that a network takes.</summary>
    public static long Bytes(PaddedLayout layout) => 24L * layout.Length;

    /// <summary>Sets the parameters from the flat layout of <see cref="ActorCriticSpec"/>; the moments stay.</summary>
    public void Upload(ReadOnlySpan<float> flat)
    {
        Layout.Pack(flat, host);
        Parameters.Cast<float>().AsDense().CopyFromCPU(device.Stream, host);
        Parameters.CopyTo(device.Stream, Part(kept));
        device.Stream.Synchronize();
    }

    /// <summary>Copies the parameters to the flat layout; waits for all work before it.</summary>
    public void Download(Span<float> flat)
    {
        Parameters.Cast<float>().CopyToCPU(device.Stream, host);
        device.Stream.Synchronize();
        Layout.Unpack(host, flat);
    }

    /// <summary>Takes the current parameters as those to fall back to, once <see cref="Confirm"/> says that they did well.</summary>
    public void Propose() => Parameters.CopyTo(device.Stream, Part(candidate));

    /// <summary>Everything computed with the proposed parameters was finite: they are the ones to fall back to now.</summary>
    public void Confirm() => (kept, candidate) = (candidate, kept);

    /// <summary>Falls back to the parameters that were last confirmed, or else uploaded. The moments stay.</summary>
    public void Restore() => Part(kept).CopyTo(device.Stream, Parameters);

    /// <summary>Names parameters, moments, and what to fall back to.</summary>
    public void Transfer(StateTransfer state)
    {
        state.Numbers("parameters", device, Parameters.Cast<float>());
        state.Numbers("parameters/firstMoments", device, FirstMoments.Cast<float>());
        state.Numbers("parameters/secondMoments", device, SecondMoments.Cast<float>());
        state.Numbers("parameters/kept", device, Part(kept).Cast<float>());
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private ArrayView<Float4> Part(int index) => memory.View.BaseView.SubView((long)index * Quads, Quads);
}
