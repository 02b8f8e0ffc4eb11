namespace ILGPU.Runtime.Cuda;

/// <summary>NVIDIA GPUs of a context.</summary>
public static class CudaContextExtensions
{
    /// <summary>Adds every NVIDIA GPU; none where driver or compiler are missing.</summary>
    public static Context.Builder Cuda(this Context.Builder builder) => builder.Cuda((CudaDevice _) => true);

    /// <summary>Adds the NVIDIA GPUs that a condition allows; none where driver or compiler are missing.</summary>
    public static Context.Builder Cuda(this Context.Builder builder, Predicate<CudaDevice> predicate)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(CudaDevice.Find(out _).Where(device => predicate(device)));
    }

    /// <summary>The NVIDIA GPUs.</summary>
    public static Context.DeviceCollection<CudaDevice> GetCudaDevices(this Context context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetDevices<CudaDevice>();
    }

    /// <summary>An NVIDIA GPU by its index.</summary>
    public static CudaDevice GetCudaDevice(this Context context, int cudaDeviceIndex)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetDevice<CudaDevice>(cudaDeviceIndex);
    }

    /// <summary>Starts using an NVIDIA GPU.</summary>
    public static CudaAccelerator CreateCudaAccelerator(this Context context, int cudaDeviceIndex) =>
        context.GetCudaDevice(cudaDeviceIndex).CreateCudaAccelerator(context);
}
