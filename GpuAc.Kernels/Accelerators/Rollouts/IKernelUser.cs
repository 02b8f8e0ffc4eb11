using GpuAc.Kernels.Accelerators.Translation;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>An engine that runs kernels, whichever family of algorithms it serves.</summary>
internal interface IKernelUser
{
    /// <summary>The kernels that its device has loaded so far, in no order.</summary>
    IReadOnlyCollection<KernelRequest> LoadedKernels { get; }
}
