using System.Globalization;

namespace ILGPU.Runtime.OpenCL;

/// <summary>A call into OpenCL that failed.</summary>
public sealed class CLException : AcceleratorException
{
    private static readonly Dictionary<int, string> Names = new()
    {
        [-1] = "CL_DEVICE_NOT_FOUND", [-2] = "CL_DEVICE_NOT_AVAILABLE",
        [-3] = "CL_COMPILER_NOT_AVAILABLE", [-4] = "CL_MEM_OBJECT_ALLOCATION_FAILURE",
        [-5] = "CL_OUT_OF_RESOURCES", [-6] = "CL_OUT_OF_HOST_MEMORY",
        [-7] = "CL_PROFILING_INFO_NOT_AVAILABLE", [-11] = "CL_BUILD_PROGRAM_FAILURE",
        [-14] = "CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST", [-30] = "CL_INVALID_VALUE",
        [-33] = "CL_INVALID_DEVICE", [-34] = "CL_INVALID_CONTEXT",
        [-36] = "CL_INVALID_COMMAND_QUEUE", [-38] = "CL_INVALID_MEM_OBJECT",
        [-42] = "CL_INVALID_BINARY", [-43] = "CL_INVALID_BUILD_OPTIONS",
        [-44] = "CL_INVALID_PROGRAM", [-45] = "CL_INVALID_PROGRAM_EXECUTABLE",
        [-46] = "CL_INVALID_KERNEL_NAME", [-48] = "CL_INVALID_KERNEL",
        [-49] = "CL_INVALID_ARG_INDEX", [-50] = "CL_INVALID_ARG_VALUE",
        [-51] = "CL_INVALID_ARG_SIZE", [-52] = "CL_INVALID_KERNEL_ARGS",
        [-53] = "CL_INVALID_WORK_DIMENSION", [-54] = "CL_INVALID_WORK_GROUP_SIZE",
        [-55] = "CL_INVALID_WORK_ITEM_SIZE", [-59] = "CL_INVALID_OPERATION",
        [-61] = "CL_INVALID_BUFFER_SIZE", [-63] = "CL_INVALID_GLOBAL_WORK_SIZE",
        [-1001] = "CL_PLATFORM_NOT_FOUND_KHR",
    };

    /// <summary>Makes an exception without a message.</summary>
    public CLException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public CLException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public CLException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal CLException(string call, int status, string? kernel)
        : base($"{call} failed with {Name(status)}{(kernel is null ? string.Empty : $" for kernel {kernel}")}.") =>
        (Status, Error) = (status, Name(status));

    /// <summary>The error's name, such as CL_OUT_OF_RESOURCES.</summary>
    public string Error { get; } = string.Empty;

    internal int Status { get; }

    internal static void Check(int status, string call, string? kernel = null)
    {
        if (status != 0)
            throw new CLException(call, status, kernel);
    }

    private static string Name(int status) =>
        Names.TryGetValue(status, out var name) ? name : string.Create(CultureInfo.InvariantCulture, $"error {status}");
}
