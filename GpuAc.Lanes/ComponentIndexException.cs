using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace GpuAc.Lanes;

/// <summary>A component was asked for that <see cref="Components{F}"/> does not have. Thrown by debug builds alone.</summary>
public sealed class ComponentIndexException : Exception
{
    /// <summary>Words the exception.</summary>
    /// <param name="index">The index.</param>
    public ComponentIndexException(int index)
        : base($"Component {index} was asked for, but there are {Components.Capacity}: 0 to {Components.Capacity - 1}.") => Index = index;

    /// <summary>The index.</summary>
    public int Index { get; }

    /// <summary>Throws unless there is such a component; not so much as a call in release builds.</summary>
    [Conditional("DEBUG")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void ThrowUnlessComponent(int index)
    {
        if ((uint)index >= Components.Capacity)
            Throw(index);
    }

    [DoesNotReturn]
    private static void Throw(int index) => throw new ComponentIndexException(index);
}
