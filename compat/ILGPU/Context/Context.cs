using System.Collections;
using System.Collections.Immutable;
using ILGPU.Runtime;

namespace ILGPU;

/// <summary>Where everything starts: the settings and the devices to choose from.</summary>
public sealed partial class Context : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<Accelerator> accelerators = [];
    private bool disposed;

    private Context(ContextProperties properties, ImmutableArray<Device> devices)
    {
        Properties = properties;
        Devices = devices;
    }

    /// <summary>The version of the package whose interface this is.</summary>
    public static string Version => "1.5.3";

    /// <summary>The devices that the builder asked for and that are present.</summary>
    public ImmutableArray<Device> Devices { get; }

    /// <summary>The settings.</summary>
    public ContextProperties Properties { get; }

    /// <summary>Starts a context without devices.</summary>
    public static Builder Create() => new();

    /// <summary>Makes a context.</summary>
    /// <param name="buildingCallback">Chooses devices and settings.</param>
    public static Context Create(Action<Builder> buildingCallback)
    {
        ArgumentNullException.ThrowIfNull(buildingCallback);
        var builder = new Builder();
        buildingCallback(builder);
        return builder.ToContext();
    }

    /// <summary>Makes a context with every device.</summary>
    public static Context CreateDefault() => Create(builder => builder.Default());

    /// <summary>The device of a kind by its index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many.</exception>
    public TDevice GetDevice<TDevice>(int deviceIndex)
        where TDevice : Device
    {
        var devices = GetDevices<TDevice>();
        if (deviceIndex < 0 || deviceIndex >= devices.Count)
            throw new ArgumentOutOfRangeException(
                nameof(deviceIndex), $"There is no {typeof(TDevice).Name} {deviceIndex}: this context has {devices.Count}.");
        return devices[deviceIndex];
    }

    /// <summary>The devices of a kind.</summary>
    public DeviceCollection<TDevice> GetDevices<TDevice>()
        where TDevice : Device => new([.. Devices.OfType<TDevice>()]);

    /// <summary>The best device: CUDA, then OpenCL, then the CPU; or the CPU where it is preferred.</summary>
    /// <exception cref="NotSupportedException">The context has no device.</exception>
    public Device GetPreferredDevice(bool preferCPU) =>
        GetPreferredDevices(preferCPU, matchingDevicesOnly: false).FirstOrDefault()
        ?? throw new NotSupportedException("This context has no device; ask its builder for some, such as DefaultCPU().");

    /// <summary>The devices, best first.</summary>
    /// <param name="preferCPU">True to put the CPU first.</param>
    /// <param name="matchingDevicesOnly">True to leave out what is not preferred.</param>
    public IEnumerable<Device> GetPreferredDevices(bool preferCPU, bool matchingDevicesOnly)
    {
        static int Rank(Device device) => device.AcceleratorType switch { AcceleratorType.Cuda => 0, AcceleratorType.OpenCL => 1, _ => 2 };
        var sorted = Devices.OrderBy(device => preferCPU ? -Rank(device) : Rank(device));
        return matchingDevicesOnly ? sorted.Where(device => device.AcceleratorType == AcceleratorType.CPU == preferCPU) : sorted;
    }

    /// <summary>Ends every accelerator of this context.</summary>
    public void Dispose()
    {
        Accelerator[] remaining;
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
            remaining = [.. accelerators];
        }

        foreach (var accelerator in remaining)
            accelerator.Dispose();
    }

    internal void Add(Accelerator accelerator)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            accelerators.Add(accelerator);
        }
    }

    internal void Remove(Accelerator accelerator)
    {
        lock (gate)
            accelerators.Remove(accelerator);
    }

#pragma warning disable CA1034, CA1710, CA1711 // The package nests and names these so.
    /// <summary>The devices of a kind.</summary>
    /// <typeparam name="TDevice">The kind.</typeparam>
    public readonly struct DeviceCollection<TDevice> : IReadOnlyList<TDevice>
        where TDevice : Device
    {
        private readonly ImmutableArray<TDevice> devices;

        internal DeviceCollection(ImmutableArray<TDevice> devices) => this.devices = devices;

        /// <inheritdoc/>
        public int Count => devices.Length;

        /// <inheritdoc/>
        public TDevice this[int index] => devices[index];

        /// <inheritdoc/>
        public IEnumerator<TDevice> GetEnumerator() => ((IEnumerable<TDevice>)devices).GetEnumerator();

        /// <inheritdoc/>
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
#pragma warning restore CA1034, CA1710, CA1711
}
