using GpuAc.Kernels.Accelerators.Driver;
using GpuAc.Kernels.Accelerators.Translation;
using GpuAc.Kernels.Plans;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators;

/// <summary>A device in use: its accelerator, a queue of work on it, and what it can hold.</summary>
/// <remarks>
/// What <see cref="Open"/> gives owns context and accelerator; what <see cref="AddQueue"/> gives uses the same ones, owns nothing
/// but a queue, and is disposed before it. One queue is for one thread at a time; several of them may be used by as many threads.
/// </remarks>
public sealed class AcceleratorDevice : IDisposable
{
    private readonly Context? context;
    private readonly AcceleratorDevice owner;
    private readonly KernelLoader kernels;
    private volatile bool hasFailed;

    private AcceleratorDevice(Context context, Device device)
    {
        this.context = context;
        owner = this;
        Accelerator = device.CreateAccelerator(context);
        kernels = new KernelLoader(Accelerator);
        Stream = Accelerator.CreateStream();
        SharedBytes = DeviceMemory.SharedBytes(Accelerator);
        DeclaredSharedBytes = DeviceMemory.DeclaredSharedBytes(Accelerator);
    }

    private AcceleratorDevice(AcceleratorDevice owner)
    {
        this.owner = owner;
        Accelerator = owner.Accelerator;
        kernels = owner.kernels;
        Stream = Accelerator.CreateStream();
        SharedBytes = owner.SharedBytes;
        DeclaredSharedBytes = owner.DeclaredSharedBytes;
    }

    /// <summary>What its driver calls the device.</summary>
    public string Name => Accelerator.Name;

    /// <summary>The accelerator.</summary>
    internal Accelerator Accelerator { get; }

    /// <summary>The queue that all work goes through.</summary>
    internal AcceleratorStream Stream { get; }

    /// <summary>Shared memory that a group can have, in bytes.</summary>
    internal int SharedBytes { get; }

    /// <summary>Shared memory that a kernel may declare, in bytes; more must be asked for at the launch.</summary>
    internal int DeclaredSharedBytes { get; }

    /// <summary>True once a call has failed on any of the device's queues: it may be lost, and what is in its memory with it.</summary>
    internal bool HasFailed => owner.hasFailed;

    /// <summary>Bytes that could still be allocated, as far as known.</summary>
    public long FreeBytes => DeviceMemory.FreeBytes(Accelerator);

    /// <summary>Kernels that have been loaded, in no order.</summary>
    internal IReadOnlyCollection<KernelRequest> LoadedKernels => kernels.Loaded;

    /// <summary>What those take of a multiprocessor, by name; empty where that is not known: on devices other than CUDA's.</summary>
    public IReadOnlyList<KernelResources> KernelResources => kernels.Resources;

    /// <summary>Starts using the first device of a kind.</summary>
    /// <param name="kind">Any but <see cref="DeviceKind.Cpu"/>.</param>
    /// <exception cref="GpuAcException">There is none that can be used; the message says why.</exception>
    public static AcceleratorDevice Open(DeviceKind kind)
    {
        Context context = DeviceSurvey.CreateContext(kind);
        try
        {
            Device device = DeviceSurvey.Find(kind, context) ?? throw Unusable(kind, DeviceSurvey.Absence(kind, context), null);
            return new AcceleratorDevice(context, device);
        }
        catch (Exception cause)
        {
            context.Dispose();
            if (cause is AcceleratorException or NotSupportedException)
                throw Unusable(kind, cause.Message.TrimEnd('.'), cause);
            throw;
        }
    }

    /// <summary>Loads a kernel, or gives the one that is loaded.</summary>
    /// <typeparam name="TLaunch">An action of stream, <see cref="KernelConfig"/> or index, and the kernel's parameters.</typeparam>
    /// <param name="kernel">The kernel, a static method.</param>
    /// <param name="constants">The value of its parameter of that type, which the code is made for; null where there is none.</param>
    /// <exception cref="KernelRefusedException">It cannot be translated.</exception>
    internal LoadedKernel<TLaunch> Load<TLaunch>(Delegate kernel, object? constants = null)
        where TLaunch : Delegate => kernels.Load<TLaunch>(kernel, constants);

    /// <summary>
    /// Another queue of the same device, whose work may overlap that of others. The caller's to dispose, before the device.
    /// </summary>
    internal AcceleratorDevice AddQueue() => new(owner);

    /// <summary>Says that a call has failed.</summary>
    internal void MarkFailed() => owner.hasFailed = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        Stream.Dispose();
        if (owner != this)
            return;
        Accelerator.Dispose();
        context!.Dispose();
    }

    private static GpuAcException Unusable(DeviceKind kind, string reason, Exception? cause) => new(
        $"Device '{DeviceKinds.NameOf(kind)}' cannot be used: {reason}. Use the device 'cpu'; 'gpuac devices' lists what there is.", cause);
}
