using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using ILGPU.Frontend;

namespace ILGPU.Runtime;

/// <summary>A device in use: it holds memory, compiles kernels and runs them.</summary>
/// <remarks>
/// Disposing it ends everything made from it: buffers, streams and kernels. Several threads may use it at once, for allocating, loading
/// and launching; one stream is for one thread at a time.
/// </remarks>
public abstract class Accelerator : IDisposable
{
    private readonly Lock gate = new();
    private readonly HashSet<AcceleratorObject> children = [];
    private readonly ConcurrentDictionary<LoadedKey, Lazy<Kernel>> loaded = [];
    private bool disposed;
    private long liveBytes;

    private protected Accelerator(Context context, Device device)
    {
        Context = context;
        Device = device;
        context.Add(this);
    }

    /// <summary>Told when the accelerator ends.</summary>
    public event EventHandler? Disposed;

    /// <summary>The context.</summary>
    public Context Context { get; }

    /// <summary>The device.</summary>
    public Device Device { get; }

    /// <summary>The stream that is used where none is named.</summary>
    public AcceleratorStream DefaultStream { get; private protected set; } = null!;

    /// <summary>The device's kind.</summary>
    public AcceleratorType AcceleratorType => Device.AcceleratorType;

    /// <summary>The device's name.</summary>
    public string Name => Device.Name;

    /// <summary>Bytes of memory.</summary>
    public long MemorySize => Device.MemorySize;

    /// <summary>Most groups in each dimension of a grid.</summary>
    public Index3D MaxGridSize => Device.MaxGridSize;

    /// <summary>Most threads in each dimension of a group.</summary>
    public Index3D MaxGroupSize => Device.MaxGroupSize;

    /// <summary>Most threads in a group.</summary>
    public int MaxNumThreadsPerGroup => Device.MaxNumThreadsPerGroup;

    /// <summary>Most bytes of shared memory in a group.</summary>
    public int MaxSharedMemoryPerGroup => Device.MaxSharedMemoryPerGroup;

    /// <summary>Bytes of constant memory.</summary>
    public int MaxConstantMemory => Device.MaxConstantMemory;

    /// <summary>Threads of a warp.</summary>
    public int WarpSize => Device.WarpSize;

    /// <summary>Number of multiprocessors.</summary>
    public int NumMultiprocessors => Device.NumMultiprocessors;

    /// <summary>Most threads that a multiprocessor holds at once.</summary>
    public int MaxNumThreadsPerMultiprocessor => Device.MaxNumThreadsPerMultiprocessor;

    /// <summary>Most threads that the device holds at once.</summary>
    public int MaxNumThreads => Device.MaxNumThreads;

    /// <summary>Number of live buffers, streams and kernels.</summary>
    public int NumberChildObjects
    {
        get
        {
            lock (gate)
                return children.Count;
        }
    }

    /// <summary>Bytes in live buffers.</summary>
    internal long LiveBytes => Interlocked.Read(ref liveBytes);

    /// <summary>Bytes that could still be had, or null where the driver does not say.</summary>
    internal virtual long? FreeBytes => MemorySize - LiveBytes;

    /// <summary>Takes memory.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="length">Number of elements, at least 0.</param>
    /// <returns>A buffer with unspecified content.</returns>
    /// <exception cref="AcceleratorException">The device has not enough memory; the message says how much was asked
    /// and how much is free.</exception>
    public MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(long length)
        where T : unmanaged
    {
        CheckAllocation(length, Unsafe.SizeOf<T>());
        return new(this, AllocateCore(length * Unsafe.SizeOf<T>()), length);
    }

    /// <summary>Takes memory without a type.</summary>
    /// <param name="length">Number of elements, at least 0.</param>
    /// <param name="elementSize">Bytes of one element.</param>
    public MemoryBuffer AllocateRaw(long length, int elementSize)
    {
        CheckAllocation(length, elementSize);
        return new(this, AllocateCore(length * elementSize), length, elementSize);
    }

    /// <summary>Makes another stream; its work runs beside that of others.</summary>
    public AcceleratorStream CreateStream()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return CreateStreamCore();
    }

    /// <summary>Waits until the work of every stream has run.</summary>
    public abstract void Synchronize();

    /// <summary>Makes the device current in this thread; only needed before foreign driver calls.</summary>
    public virtual void Bind()
    {
    }

    /// <summary>Writes what is known of the device.</summary>
    public void PrintInformation(TextWriter writer) => Device.PrintInformation(writer);

    /// <summary>Ends everything made from this accelerator.</summary>
    /// <exception cref="AcceleratorException">The device refused something, as one that is lost does;
    /// everything was tried nevertheless.</exception>
    public void Dispose()
    {
        AcceleratorObject[] remaining;
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
            remaining = [.. children];
        }

        // A device that is lost fails whatever it is asked; all is given back nevertheless, the device last.
        ExceptionDispatchInfo? failure = null;
        foreach (var child in remaining.OrderBy(child => child is AcceleratorStream))
            Try(child.Dispose);
        Context.Remove(this);
        Try(Release);
        Disposed?.Invoke(this, EventArgs.Empty);
        GC.SuppressFinalize(this);
        failure?.Throw();

        void Try(Action release)
        {
            try
            {
                release();
            }
            catch (AcceleratorException cause)
            {
                failure ??= ExceptionDispatchInfo.Capture(cause);
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Device.ToString();

    internal void AddChild(AcceleratorObject child)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            children.Add(child);
        }
    }

    internal void RemoveChild(AcceleratorObject child)
    {
        lock (gate)
            children.Remove(child);
    }

    internal void CountBytes(long change) => Interlocked.Add(ref liveBytes, change);

    /// <summary>
    /// The kernel of a method: compiled when it is first asked for, by one thread while others wait, then the same one for all.
    /// </summary>
    internal Kernel Load(KernelMethod method, KernelSpecialization specialization)
    {
        if (Context.Properties.CachingMode is CachingMode.NoKernelCaching or CachingMode.Disabled)
            return LoadCore(method, specialization);
        var (most, least) = (specialization.MaxNumThreadsPerGroup, specialization.MinNumGroupsPerMultiprocessor);
        var key = new LoadedKey(method.Method, method.IsIndexed, most, least);
        while (true)
        {
            var entry = loaded.GetOrAdd(key, _ => new Lazy<Kernel>(() => LoadCore(method, specialization)));
            try
            {
                if (!entry.Value.IsDisposed)
                    return entry.Value;
                loaded.TryRemove(new(key, entry));
            }
            catch
            {
                loaded.TryRemove(new(key, entry));
                throw;
            }
        }
    }

    internal Exception OutOfMemory(long bytes, Exception? cause = null)
    {
        var free = FreeBytes is long known ? $"{known} bytes are free" : "the driver does not say how much is free";
        return new AcceleratorException(
            $"Out of memory on {Name}: {bytes} bytes were asked for, {free} of {MemorySize}, {LiveBytes} are in live buffers.", cause!);
    }

    private protected abstract Kernel LoadCore(KernelMethod method, KernelSpecialization specialization);

    private protected abstract BufferStorage AllocateCore(long bytes);

    private protected abstract AcceleratorStream CreateStreamCore();

    private protected abstract void Release();

    private void CheckAllocation(long length, int elementSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(elementSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, long.MaxValue / elementSize);
        ObjectDisposedException.ThrowIf(disposed, this);
    }

    /// <summary>What tells loaded kernels apart.</summary>
    private readonly record struct LoadedKey(MethodInfo Method, bool IsIndexed, int? MostThreads, int? LeastGroups);
}
