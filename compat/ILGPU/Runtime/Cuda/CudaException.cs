using System.Runtime.InteropServices;

namespace ILGPU.Runtime.Cuda;

/// <summary>A call into CUDA or its compiler that failed.</summary>
public sealed class CudaException : AcceleratorException
{
    /// <summary>Makes an exception without a message.</summary>
    public CudaException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public CudaException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public CudaException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    private CudaException(string message, string error)
        : base(message) => Error = error;

    /// <summary>The error's name, such as CUDA_ERROR_OUT_OF_MEMORY.</summary>
    public string Error { get; } = string.Empty;

    internal static unsafe void Check(int status, string call, string? kernel = null)
    {
        if (status == 0)
            return;
        byte* name = null, text = null;
        _ = CudaNative.GetErrorName(status, &name);
        _ = CudaNative.GetErrorString(status, &text);
        var error = Marshal.PtrToStringUTF8((nint)name) ?? $"error {status}";
        var place = kernel is null ? string.Empty : $" for kernel {kernel}";
        throw new CudaException(
            $"{call} failed with {error}{place}: {Marshal.PtrToStringUTF8((nint)text) ?? "the driver says no more"}.", error);
    }

    internal static unsafe void CheckCompiler(int status, string call, string? kernel = null)
    {
        if (status == 0)
            return;
        var error = Marshal.PtrToStringUTF8((nint)NvrtcNative.GetErrorString(status)) ?? $"error {status}";
        throw new CudaException($"{call} failed with {error}{(kernel is null ? string.Empty : $" for kernel {kernel}")}.", error);
    }
}
