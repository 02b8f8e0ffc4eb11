using ILGPU.Frontend.Intrinsics;

namespace ILGPU.Backends.C;

/// <summary>What a function needs beside its C# parameters; it is passed down from the kernel.</summary>
internal enum HiddenKind
{
    /// <summary>Shared or local memory that the kernel declares; each path of calls has its own.</summary>
    Allocation,

    /// <summary>Dynamic shared memory.</summary>
    DynamicShared,

    /// <summary>Bytes of dynamic shared memory.</summary>
    DynamicBytes,

    /// <summary>Shared memory through which threads exchange values where the language has no shuffles.</summary>
    Exchange,

    /// <summary>Where the checked mode reports an index out of range.</summary>
    Fault,
}

/// <summary>A parameter that the C# method does not have.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Declaration">Its type and name.</param>
/// <param name="Name">Its name.</param>
/// <param name="Allocation">The memory, for <see cref="HiddenKind.Allocation"/>.</param>
/// <param name="Element">Its element type in C.</param>
internal sealed record HiddenParameter(
    HiddenKind Kind, string Declaration, string Name, Allocation? Allocation = null, string? Element = null);
