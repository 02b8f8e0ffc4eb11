namespace ILGPU.Frontend.Tree;

/// <summary>What evaluating something depends on or changes beside its value.</summary>
[Flags]
internal enum Effects
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Reads memory that stores may change.</summary>
    Reads = 1,

    /// <summary>Changes memory, or must not move: barriers, shuffles, atomics.</summary>
    Writes = 2,
}
