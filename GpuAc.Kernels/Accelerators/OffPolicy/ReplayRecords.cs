using GpuAc.Kernels.Layouts;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>A replay memory on a device; see <see cref="ReplayLayout"/>.</summary>
internal struct ReplayRecords : IReplayValues
{
    /// <summary>All records.</summary>
    public ArrayView<float> Values;

    /// <summary>Where everything lies.</summary>
    public ReplayLayout Layout;

    /// <inheritdoc/>
    public readonly float Load(long index) => Values[index];
}
