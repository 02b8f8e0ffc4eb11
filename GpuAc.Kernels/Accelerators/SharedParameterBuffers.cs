using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.States;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators;

/// <summary>
/// Parameters and optimiser statistics in device memory that asynchronous workers share, each with a queue of its own on the same device.
/// Mnih et al., arXiv:1602.01783, §4.
/// </summary>
/// <remarks>
/// Queues know nothing of one another, so the host keeps pushes apart: under one lock, a worker's queue applies its gradient and copies the
/// parameters that come of it, and the host waits for both. What happens to the shared parameters is what some order of whole updates
/// would do.
/// </remarks>
internal sealed class SharedParameterBuffers : IStateful
{
    private readonly AcceleratorDevice device;
    private readonly Lock gate = new();
    private long updates;

    /// <summary>Allocates for a network.</summary>
    /// <param name="device">Device; from now on this object's to dispose, after the workers' queues.</param>
    /// <param name="layout">Network.</param>
    public SharedParameterBuffers(AcceleratorDevice device, PaddedLayout layout)
    {
        this.device = device;
        State = new ParameterBuffers(device, layout);
    }

    /// <summary>Parameters and moments; to be touched only inside a push, or while no worker runs.</summary>
    public ParameterBuffers State { get; }

    /// <summary>Applies a worker's gradient, gives it the new parameters, and waits for both.</summary>
    /// <param name="worker">Where the worker wants the parameters.</param>
    /// <param name="stream">Its queue, with nothing left to do.</param>
    /// <param name="apply">Puts the optimiser's launch into that queue; told the number of the update, from 1.</param>
    public void Push(ParameterBuffers worker, AcceleratorStream stream, Action<long> apply)
    {
        lock (gate)
        {
            apply(++updates);
            State.Parameters.CopyTo(stream, worker.Parameters);
            stream.Synchronize();
        }
    }

    /// <summary>
    /// Puts a worker's parameters in place of the shared ones: what it has fallen back to, when they are not finite any more.
    /// </summary>
    public void Replace(ParameterBuffers worker, AcceleratorStream stream)
    {
        lock (gate)
        {
            worker.Parameters.CopyTo(stream, State.Parameters);
            stream.Synchronize();
        }
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        State.Transfer(state);
        state.Count("updates", ref updates);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            State.Dispose();
            device.Dispose();
        }
        catch (AcceleratorException) when (device.HasFailed)
        {
            // A device that is lost refuses this, too; its memory went with it.
        }
    }
}
