using System.Diagnostics.CodeAnalysis;

namespace ILGPU;

/// <summary>An index outside a view, on the CPU accelerator or in checked mode on a device.</summary>
public sealed class ViewIndexException : ArgumentOutOfRangeException
{
    /// <summary>Makes an exception with a message.</summary>
    public ViewIndexException(string message)
        : base(null, message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public ViewIndexException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception without a message.</summary>
    public ViewIndexException()
    {
    }

    internal ViewIndexException(ViewData view, string message)
        : base(null, message) => View = view;

    internal ViewData View { get; }
}

/// <summary>The slow paths of views, out of line so that the fast ones inline.</summary>
internal static class ViewFaults
{
    [DoesNotReturn]
    public static void ThrowIndex(ViewData view, long index)
    {
        if (view.HostLength != view.Length)
        {
            throw new InvalidOperationException(
                $"The memory of this view of {view.Length} elements lies on the device {view.Buffer?.Accelerator.Name}: its elements are "
                + "for kernels; the host copies with CopyToCPU.");
        }

        throw new ViewIndexException(view, $"Index {index} is outside the view's {view.Length} elements.");
    }

    [DoesNotReturn]
    public static void ThrowSubView(ViewData view, long index, long length) =>
        throw new ViewIndexException(
            view, $"A part of {length} elements from {index} does not lie within the view's {view.Length} elements.");
}
