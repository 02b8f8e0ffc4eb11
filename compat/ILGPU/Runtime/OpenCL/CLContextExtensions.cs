namespace ILGPU.Runtime.OpenCL;

/// <summary>OpenCL devices of a context.</summary>
public static class CLContextExtensions
{
    /// <summary>Adds every OpenCL device; none where OpenCL is missing.</summary>
    public static Context.Builder OpenCL(this Context.Builder builder) => builder.OpenCL(_ => true);

    /// <summary>Adds the OpenCL devices that a condition allows; none where OpenCL is missing.</summary>
    public static Context.Builder OpenCL(this Context.Builder builder, Predicate<CLDevice> predicate)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(CLDevice.Find(out _).Where(device => predicate(device)));
    }

    /// <summary>The OpenCL devices.</summary>
    public static Context.DeviceCollection<CLDevice> GetCLDevices(this Context context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetDevices<CLDevice>();
    }

    /// <summary>An OpenCL device by its index.</summary>
    public static CLDevice GetCLDevice(this Context context, int clDeviceIndex)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetDevice<CLDevice>(clDeviceIndex);
    }

    /// <summary>Starts using an OpenCL device.</summary>
    public static CLAccelerator CreateCLAccelerator(this Context context, int clDeviceIndex) =>
        context.GetCLDevice(clDeviceIndex).CreateCLAccelerator(context);
}
