using System.Runtime.CompilerServices;

namespace ILGPU.Runtime.CPU;

/// <summary>One simulated thread: where it is in the grid, and what it shares with its group.</summary>
/// <param name="group">Its group, or null where threads of a group do not meet.</param>
/// <param name="warpSize">Threads of a warp.</param>
internal sealed class CpuThread(CpuGroup? group, int warpSize)
{
    [ThreadStatic]
    private static CpuThread? current;

    private readonly CpuArena local = new();
    private int sharedIndex;

    public Index3D GridIndex { get; set; }

    public Index3D GroupIndex { get; set; }

    public Index3D GridDim { get; set; }

    public Index3D GroupDim { get; set; }

    public int WarpSize { get; } = warpSize;

    public int LinearIndex => (((GroupIndex.Z * GroupDim.Y) + GroupIndex.Y) * GroupDim.X) + GroupIndex.X;

    /// <summary>Semaphore on which the thread sleeps while others of its group run.</summary>
    public SemaphoreSlim Turn { get; } = new(0);

    /// <summary>Where the thread waits; see <see cref="CpuGroup"/>.</summary>
    public CpuWait Wait { get; set; }

    /// <summary>Value that the thread offers in an exchange.</summary>
    public ulong Offer { get; set; }

    /// <summary>The simulated thread that this one runs.</summary>
    /// <param name="member">The member that was called, for the message on the host.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CpuThread In(string member) => current ?? throw NotInKernel(member);

    public static void Enter(CpuThread? thread) => current = thread;

    /// <summary>Forgets the memory of the group's last run.</summary>
    public void Begin()
    {
        sharedIndex = 0;
        local.Reset();
    }

    public void GroupBarrier() => group?.Barrier(this);

    public void WarpBarrier() => group?.WarpBarrier(this);

    public int GroupCount(bool predicate)
    {
        if (group is null)
            return predicate ? 1 : 0;
        Offer = predicate ? 1UL : 0;
        group.Barrier(this);
        var count = group.CountOffers();
        group.Barrier(this);
        return count;
    }

    public T GroupExchange<T>(T value, int source)
        where T : unmanaged
    {
        if (group is null)
            return value;
        Offer = ToBits(value);
        group.Barrier(this);
        var taken = group.Offer(source, LinearIndex);
        group.Barrier(this);
        return FromBits<T>(taken);
    }

    public T WarpExchange<T>(T value, int lane)
        where T : unmanaged
    {
        if (group is null)
            return value;
        Offer = ToBits(value);
        group.WarpBarrier(this);
        var first = LinearIndex / WarpSize * WarpSize;
        var taken = group.Offer(first + (int)((uint)lane % (uint)WarpSize), LinearIndex);
        group.WarpBarrier(this);
        return FromBits<T>(taken);
    }

    public ArrayView<T> AllocateShared<T>(int extent)
        where T : unmanaged
    {
        CheckExtent(extent);
        var memory = (group ?? throw new InvalidOperationException("Shared memory needs a group."))
            .Shared(sharedIndex++, (long)extent * Unsafe.SizeOf<T>());
        return new(new ViewData(null, memory, extent, extent));
    }

    public ArrayView<T> DynamicShared<T>()
        where T : unmanaged
    {
        var (memory, bytes) = (group ?? throw new InvalidOperationException("Shared memory needs a group.")).Dynamic;
        var length = bytes / Unsafe.SizeOf<T>();
        return new(new ViewData(null, memory, length, length));
    }

    public ArrayView<T> AllocateLocal<T>(int extent)
        where T : unmanaged
    {
        CheckExtent(extent);
        return new(new ViewData(null, local.Take((long)extent * Unsafe.SizeOf<T>()), extent, extent));
    }

    public void Free()
    {
        local.Free();
        Turn.Dispose();
    }

    private static void CheckExtent(int extent) => ArgumentOutOfRangeException.ThrowIfLessThan(extent, 1);

    private static ulong ToBits<T>(T value)
        where T : unmanaged
    {
        ulong bits = 0;
        if (Unsafe.SizeOf<T>() > sizeof(ulong))
            throw new NotSupportedException($"Threads exchange numbers of 4 or 8 bytes, not {typeof(T).Name}.");
        Unsafe.As<ulong, T>(ref bits) = value;
        return bits;
    }

    private static T FromBits<T>(ulong bits)
        where T : unmanaged => Unsafe.As<ulong, T>(ref bits);

    private static InvalidOperationException NotInKernel(string member) =>
        new($"{member} is for kernels only: the host has no thread of a grid.");
}

/// <summary>What a simulated thread waits for.</summary>
internal enum CpuWait
{
    /// <summary>Nothing: it may run.</summary>
    None,

    /// <summary>The rest of its group.</summary>
    Group,

    /// <summary>The rest of its warp.</summary>
    Warp,

    /// <summary>It has returned from the kernel.</summary>
    Done,
}
