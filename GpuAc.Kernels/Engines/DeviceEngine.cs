using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Plans;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Engines;

/// <summary>Makes an engine on a device, or says in terms of the user's environment why there is none.</summary>
internal static class DeviceEngine
{
    /// <summary>Refuses a device whose gradients cannot be exchanged.</summary>
    /// <exception cref="GpuAcException">Gradients are to be exchanged on an accelerator.</exception>
    public static void RequireNoExchange(DeviceKind kind, EngineOptions options)
    {
        if (kind != DeviceKind.Cpu && options.GradientExchange != null)
            throw new GpuAcException(
                $"'GradientExchange' is for the device 'cpu', but training is to run on '{DeviceKinds.NameOf(kind)}', where gradients "
                + "stay; leave it null, or use the device 'cpu'.");
    }

    /// <summary>Opens a device and makes an engine, which then owns it.</summary>
    /// <param name="kind">Kind of device.</param>
    /// <param name="environmentId">Environment.</param>
    /// <param name="create">Makes the engine.</param>
    /// <exception cref="GpuAcException">The device is not there, or cannot hold or translate what is asked of it.</exception>
    public static TEngine Open<TEngine>(DeviceKind kind, string environmentId, Func<AcceleratorDevice, TEngine> create)
    {
        AcceleratorDevice device = AcceleratorDevice.Open(kind);
        try
        {
            return create(device);
        }
        catch (Exception cause)
        {
            string name = device.Accelerator.Name;
            device.Dispose();
            switch (cause)
            {
                case NotSupportedException:
                    throw new GpuAcException(
                        $"Environment '{environmentId}' cannot be translated for {name}: {cause.Message.TrimEnd('.')}. "
                        + "The device 'cpu' runs it as it is.",
                        cause);
                case AcceleratorException:
                    throw new GpuAcException(
                        $"Training cannot start on {name}: {cause.Message.TrimEnd('.')}. The device 'cpu' does without.", cause);
                default:
                    throw;
            }
        }
    }
}
