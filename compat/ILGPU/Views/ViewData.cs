using ILGPU.Runtime;

namespace ILGPU;

/// <summary>What every <see cref="ArrayView{T}"/> holds; launches read it without knowing the element type.</summary>
/// <param name="buffer">The buffer viewed, or null for memory that no buffer owns (shared, local, a pinned array).</param>
/// <param name="pointer">Host address, CUDA device address, or on OpenCL the offset in bytes within the buffer.</param>
/// <param name="length">Number of elements.</param>
/// <param name="hostLength">Number of elements that the host may touch: all or none.</param>
internal readonly struct ViewData(MemoryBuffer? buffer, nint pointer, long length, long hostLength)
{
    public readonly MemoryBuffer? Buffer = buffer;
    public readonly nint Pointer = pointer;
    public readonly long Length = length;
    public readonly long HostLength = hostLength;
}
