namespace GpuAc.Kernels.Plans;

/// <summary>
/// The device failed in the middle of a run: it was lost, ran out of memory, or a watchdog ended a kernel. A trainer keeps the weights of
/// the last iteration that was whole, and its snapshot gives them.
/// </summary>
public sealed class DeviceFailureException : GpuAcException
{
    /// <summary>Says what failed.</summary>
    /// <param name="device">The device's name.</param>
    /// <param name="cause">What its driver said.</param>
    public DeviceFailureException(string device, Exception cause)
        : base(
            $"Device '{device}' failed: {cause?.Message.TrimEnd('.')}. The weights of the last whole iteration are kept. "
            + "Fewer environments (numEnvs) need less memory and shorter kernels; the device 'cpu' does without.",
            cause!)
    {
    }
}
