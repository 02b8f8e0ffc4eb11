using ILGPU.Frontend.Types;

namespace ILGPU.Frontend.Tree;

/// <summary>A parameter, local or temporary of a translated method.</summary>
/// <param name="name">Name in C; made unique when the method is written.</param>
/// <param name="type">Its type.</param>
internal sealed class Variable(string name, KernelType type)
{
    public string Name { get; set; } = name;

    public KernelType Type { get; } = type;

    /// <summary>True when its address is taken: reading it then depends on stores through references.</summary>
    public bool IsAddressed { get; set; }

    /// <summary>True for a number that the runtime sets to zero when the method begins: C would leave it undefined.</summary>
    public bool StartsAtZero { get; init; }

    /// <summary>True when a parameter is assigned.</summary>
    public bool IsAssigned { get; set; }
}
