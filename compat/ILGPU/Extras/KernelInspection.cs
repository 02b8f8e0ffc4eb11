using ILGPU.Runtime;

namespace ILGPU.Extras;

/// <summary>What became of a kernel, and of memory. Beside ILGPU's API.</summary>
public static class KernelInspection
{
    /// <summary>The C source that a kernel was compiled from, or null on the CPU.</summary>
    public static string? GetSource(this Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return kernel.Source;
    }

    /// <summary>Registers that a thread of a kernel takes, as last compiled, or null where the driver does not say.</summary>
    public static int? GetRegisters(this Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return kernel.Registers;
    }

    /// <summary>Bytes in live buffers of an accelerator.</summary>
    public static long GetLiveBytes(this Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return accelerator.LiveBytes;
    }

    /// <summary>Bytes that an accelerator could still give, or null where its driver does not say.</summary>
    public static long? GetFreeBytes(this Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return accelerator.FreeBytes;
    }

    /// <summary>Keeps compiled kernels in a folder of choice.</summary>
    public static Context.Builder CacheFolder(this Context.Builder builder, string folder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        builder.CacheFolder = folder;
        return builder;
    }
}
