using GpuAc.Kernels.States;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators;

/// <summary>Carries device memory into a state and back, through the host.</summary>
internal static class StateOfDevice
{
    /// <summary>Numbers in device memory; waits for all work before it.</summary>
    /// <param name="state">The state.</param>
    /// <param name="name">Their name.</param>
    /// <param name="device">Device.</param>
    /// <param name="view">Where they lie.</param>
    public static void Numbers(this StateTransfer state, string name, AcceleratorDevice device, ArrayView<float> view)
    {
        foreach ((string piece, long start, int length) in StateTransfer.Pieces(name, view.Length))
        {
            var host = new float[length];
            ArrayView<float> part = view.SubView(start, length);
            if (state.IsSaving && length > 0)
            {
                part.CopyToCPU(device.Stream, host);
                device.Stream.Synchronize();
            }

            state.Numbers(piece, host);
            if (state.IsRestoring && length > 0)
            {
                part.CopyFromCPU(device.Stream, host);
                device.Stream.Synchronize();
            }
        }
    }
}
