namespace ILGPU.Backends.C;

/// <summary>Kinds of arguments that a compiled kernel takes.</summary>
internal enum ArgumentKind
{
    /// <summary>Bytes of a C# parameter.</summary>
    Plain,

    /// <summary>A view: its memory, on OpenCL the offset in bytes, and its length.</summary>
    View,

    /// <summary>Number of threads along an axis, for indexed kernels.</summary>
    Extent,

    /// <summary>Dynamic shared memory, where it is a parameter.</summary>
    DynamicShared,

    /// <summary>Bytes of dynamic shared memory.</summary>
    DynamicBytes,

    /// <summary>Shared memory of 8 bytes a thread.</summary>
    Exchange,

    /// <summary>The fault record of the checked mode.</summary>
    Fault,
}

/// <summary>An argument of a compiled kernel and where it comes from.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Parameter">Index of the C# parameter after the thread's index, or the axis of an extent.</param>
/// <param name="Offset">Offset in bytes within the C# parameter.</param>
/// <param name="Size">Bytes of the value, or of an element of a view.</param>
internal sealed record KernelArgument(ArgumentKind Kind, int Parameter = 0, int Offset = 0, int Size = 0);

/// <summary>A kernel written in C.</summary>
/// <param name="Source">The whole source.</param>
/// <param name="Name">The kernel's name in it.</param>
/// <param name="Arguments">What the kernel takes, in order.</param>
/// <param name="Sites">Places where views are indexed, in checked mode.</param>
/// <param name="SharedBytes">Bytes of shared memory that the kernel declares.</param>
internal sealed record KernelSource(
    string Source, string Name, KernelArgument[] Arguments, Frontend.Tree.CheckedSite[] Sites, int SharedBytes);
