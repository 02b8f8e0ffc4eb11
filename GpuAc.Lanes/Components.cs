using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace GpuAc.Lanes;

/// <summary>
/// Up to <see cref="Components.Capacity"/> quantities of one environment or sample (a state, an observation, an action, the
/// parameters of a distribution), each a lane register.
/// </summary>
/// <typeparam name="F">Lane type.</typeparam>
/// <remarks>
/// A plain struct rather than a span so that it can live in the registers of a GPU thread. How many of the slots are in use is
/// known from the specification; the others hold anything. Debug builds check every index; release builds none, so that an access is a load
/// or a store and nothing else. <c>gpuac envs check</c> finds environments that leave the bounds in either.
/// Copy components to named locals, compute, and write back: each access is a load or a store.
/// </remarks>
public struct Components<F>
    where F : struct, IFloatLane<F>
{
#pragma warning disable CS0169, IDE0051 // The fields are storage, reached through the indexer.
    private F c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15;
#pragma warning restore CS0169, IDE0051

    /// <summary>The component at <paramref name="index"/>, in [0, <see cref="Components.Capacity"/>).</summary>
    /// <exception cref="ComponentIndexException">In debug builds: there is no such component.</exception>
    [UnscopedRef]
    public ref F this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ComponentIndexException.ThrowUnlessComponent(index);
            return ref Unsafe.Add(ref c0, index);
        }
    }

    /// <summary>What device compilers see in place of the indexer; they put the right component in place of the call.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ref F First(ref Components<F> from, int index) => ref from.c0;
}

/// <summary>The constant of <see cref="Components{F}"/>.</summary>
public static class Components
{
    /// <summary>Largest number of components of a state, observation, action or distribution.</summary>
    public const int Capacity = 16;
}
