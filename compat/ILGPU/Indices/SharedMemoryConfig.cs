using System.Runtime.CompilerServices;

namespace ILGPU;

/// <summary>How much shared memory a launch asks for beside what the kernel itself declares.</summary>
public readonly struct SharedMemoryConfig
{
    /// <summary>No dynamic shared memory.</summary>
    public static readonly SharedMemoryConfig Empty = new(0, 0);

    /// <summary>Asks for room for a number of elements.</summary>
    /// <param name="numElements">Number of elements, at least 0.</param>
    /// <param name="elementSize">Bytes of one element.</param>
    public SharedMemoryConfig(int numElements, int elementSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numElements);
        ArgumentOutOfRangeException.ThrowIfNegative(elementSize);
        NumElements = numElements;
        ElementSize = elementSize;
    }

    /// <summary>Number of elements.</summary>
    public int NumElements { get; }

    /// <summary>Bytes of one element.</summary>
    public int ElementSize { get; }

    /// <summary>Bytes in all.</summary>
    public int ArraySize => checked(NumElements * ElementSize);

    /// <summary>True when a launch asks for dynamic shared memory.</summary>
    public bool UsesDynamicSharedMemory => NumElements > 0;

    /// <summary>Asks for room for <paramref name="numElements"/> values of <typeparamref name="T"/>.</summary>
    public static SharedMemoryConfig RequestDynamic<T>(int numElements)
        where T : unmanaged => new(numElements, Unsafe.SizeOf<T>());
}
