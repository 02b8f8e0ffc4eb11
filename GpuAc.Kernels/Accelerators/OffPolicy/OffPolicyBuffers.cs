using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.States;
using GpuAc.Policies.Networks;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>
/// Parameters of an actor and its critics in device memory: online, target networks, gradient, moments; one padded layout for all.
/// </summary>
internal sealed class OffPolicyBuffers : IDisposable
{
    private readonly AcceleratorDevice device;
    private readonly MemoryBuffer1D<Float4, Stride1D.Dense> memory;
    private readonly float[] host;

    /// <summary>Allocates, and starts the targets as copies.</summary>
    /// <param name="device">Device.</param>
    /// <param name="spec">The networks.</param>
    /// <param name="initial">First parameters, flat, in the order of <see cref="OffPolicySpec.Networks"/>.</param>
    public OffPolicyBuffers(AcceleratorDevice device, OffPolicySpec spec, ReadOnlySpan<float> initial)
    {
        this.device = device;
        Layout = new OffPolicyLayout(spec);
        Quads = Layout.Length / 4;
        host = new float[Layout.Length];
        memory = device.Accelerator.Allocate1D<Float4>(5L * Quads);
        memory.View.BaseView.MemSetToZero(device.Stream);
        Layout.Pack(initial, host);
        Part(0).Cast<float>().AsDense().CopyFromCPU(device.Stream, host);
        Part(1).Cast<float>().AsDense().CopyFromCPU(device.Stream, host);
        device.Stream.Synchronize();
    }

    /// <summary>The networks.</summary>
    public OffPolicySpec Spec => Layout.Spec;

    /// <summary>Where everything lies.</summary>
    public OffPolicyLayout Layout { get; }

    /// <summary>Length of each set, in fours.</summary>
    public int Quads { get; }

    /// <summary>See <see cref="OffPolicyLayout.CriticStart"/>, in fours.</summary>
    public int CriticStart => Layout.CriticStart / 4;

    /// <summary>See <see cref="OffPolicyLayout.ActorLength"/>, in fours.</summary>
    public int ActorEnd => Layout.ActorLength / 4;

    /// <summary>Online parameters, followed by the targets'.</summary>
    public ArrayView<Float4> OnlineAndTargets => memory.View.BaseView.SubView(0, 2 * Quads);

    /// <summary>A run of one of the sets: online, targets, gradient, first moments, second moments.</summary>
    public ArrayView<Float4> Part(int index, int first, int count) => memory.View.BaseView.SubView(((long)index * Quads) + first, count);

    /// <summary>Copies the online parameters to the host and unpads them; waits for all work before it.</summary>
    public void Download(Span<float> flat)
    {
        Part(0).Cast<float>().CopyToCPU(device.Stream, host);
        device.Stream.Synchronize();
        Layout.Unpack(host, flat);
    }

    /// <summary>Names parameters, targets and moments.</summary>
    public void Transfer(StateTransfer state)
    {
        state.Numbers("parameters", device, Part(0).Cast<float>());
        state.Numbers("targets", device, Part(1).Cast<float>());
        state.Numbers("parameters/firstMoments", device, Part(3).Cast<float>());
        state.Numbers("parameters/secondMoments", device, Part(4).Cast<float>());
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private ArrayView<Float4> Part(int index) => Part(index, 0, Quads);
}
