using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;

namespace ILGPU.Backends.C;

/// <summary>How the two C languages differ.</summary>
internal abstract class Dialect
{
    /// <summary>First lines of every source.</summary>
    public abstract string Prelude { get; }

    /// <summary>What comes before <c>void</c> in the kernel's definition.</summary>
    public abstract string KernelQualifier(int? maxThreads, int? minGroups);

    /// <summary>The space as a prefix of a pointer's type, with a blank after it; empty where pointers are generic.</summary>
    public abstract string Qualifier(AddressSpace space);

    /// <summary>Names types and functions that exist once for each space; empty where pointers are generic.</summary>
    public abstract string Suffix(AddressSpace space);

    /// <summary>Qualifier of the declaration of shared memory.</summary>
    public abstract string SharedDeclaration { get; }

    /// <summary>True when views reach the kernel as a memory object and an offset, false when as an address.</summary>
    public abstract bool HasMemoryObjects { get; }

    /// <summary>Suffix of 64-bit constants.</summary>
    public abstract string LongSuffix { get; }

    public abstract string StructLiteral(string type, string fields);

    public abstract string ZeroLiteral(string type);

    /// <summary>A call of a function that the language has or that a helper defines.</summary>
    /// <param name="writer">For helpers and hidden parameters.</param>
    /// <param name="builtin">The function.</param>
    /// <param name="arguments">Arguments as text.</param>
    public abstract string Builtin(FunctionWriter writer, BuiltinExpression builtin, string[] arguments);

    /// <summary>Reserves dynamic shared memory in the kernel's body; empty where it is a parameter.</summary>
    public abstract string DynamicSharedDeclaration { get; }

    /// <summary>Index of the thread in the whole grid.</summary>
    public abstract string GlobalIndex(int axis);

    /// <summary>Source of a helper that only this language needs, or null.</summary>
    public abstract string? Helper(string name);
}
