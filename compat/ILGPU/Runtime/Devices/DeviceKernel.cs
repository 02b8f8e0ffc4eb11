using System.Runtime.CompilerServices;
using ILGPU.Backends.C;
using ILGPU.Frontend;
using ILGPU.Frontend.Translation;

namespace ILGPU.Runtime.Devices;

/// <summary>A kernel that is written in C and compiled for a device, once for each set of specialised values.</summary>
/// <typeparam name="TCompiled">What the device's driver makes of it.</typeparam>
internal abstract class DeviceKernel<TCompiled> : Kernel
    where TCompiled : class, IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, TCompiled> variants = [];
    private readonly Type?[] specialized;
    private readonly int[] sizes;
    private volatile Recent[] recents = [];
    private readonly TCompiled? only;

    private protected DeviceKernel(Accelerator accelerator, KernelMethod method, KernelSpecialization specialization, Dialect dialect)
        : base(accelerator, method, specialization)
    {
        Dialect = dialect;
        specialized = [.. method.Parameters.Select(parameter => SpecializedType(parameter.ParameterType))];
        sizes = [.. specialized.Select(type => type is null ? 0 : SizeOf(type))];
        try
        {
            // Specialised values are known at launch only, but whether the kernel can be translated is to be known now.
            var source = Write(specialized.Index().Where(item => item.Item is not null)
                .ToDictionary(item => item.Index, item => Activator.CreateInstance(item.Item!)!));
            Source = source.Source;
            only = specialized.All(type => type is null) ? Compile(source) : null;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal override string? Source { get; }

    private protected Dialect Dialect { get; }

    private protected abstract TCompiled Compile(KernelSource source);

    /// <summary>What to launch for these arguments.</summary>
    private protected TCompiled Compiled(ReadOnlySpan<nint> arguments)
    {
        if (only is not null)
            return only;
        // Launch after launch with the same values: their bytes are compared, which neither allocates nor reflects.
        foreach (var recent in recents)
        {
            if (Matches(recent.Values, arguments))
                return recent.Compiled;
        }

        var found = Find(arguments);
        recents = [.. recents.TakeLast(7), new(BytesOf(arguments), found)];
        return found;
    }

    private TCompiled Find(ReadOnlySpan<nint> arguments)
    {
        var values = new Dictionary<int, object>();
        for (var i = 0; i < specialized.Length; i++)
        {
            if (specialized[i] is { } type)
                values[i] = Box(type, arguments[i]);
        }

        var key = string.Join('|', values.Select(pair => $"{pair.Key}={StaticFields.Describe(pair.Value)}"));
        lock (gate)
        {
            if (!variants.TryGetValue(key, out var variant))
                variants[key] = variant = Compile(Write(values));
            return variant;
        }
    }

    private protected override void Release()
    {
        only?.Dispose();
        foreach (var variant in variants.Values)
            variant.Dispose();
    }

    /// <summary>Reads the view at an address, and refuses one that this accelerator cannot reach.</summary>
    private protected unsafe ViewData View(nint address, KernelArgument argument)
    {
        ref readonly var view = ref Unsafe.AsRef<ViewData>((void*)(address + argument.Offset));
        if (view.Buffer is { } buffer)
        {
            if (buffer.IsDisposed)
                throw new ObjectDisposedException(
                    nameof(MemoryBuffer),
                    $"Kernel {Method.Name}: the buffer of parameter {Method.Parameters[argument.Parameter].Name} has been disposed.");
            if (buffer.Accelerator != Accelerator)
            {
                throw new ArgumentException(
                    $"Kernel {Method.Name}: parameter {Method.Parameters[argument.Parameter].Name} shows memory of "
                    + $"{buffer.Accelerator.Name}, but the kernel runs on {Accelerator.Name}.");
            }
        }
        else if (view.Length > 0)
        {
            throw new ArgumentException(
                $"Kernel {Method.Name}: parameter {Method.Parameters[argument.Parameter].Name} shows memory of the host; "
                + "copy it into a buffer.");
        }

        return view;
    }

    private protected Exception Fault(KernelSource source, ReadOnlySpan<long> fault)
    {
        var site = source.Sites[(int)fault[1] - 1];
        var line = site.Line is null ? string.Empty : $" ({site.Line})";
        return new ViewIndexException(
            $"Kernel {Method.Name}: index {fault[2]} is outside the {fault[3]} elements of view '{site.View}' in {site.Method}{line}.");
    }

    private unsafe bool Matches(byte[] known, ReadOnlySpan<nint> arguments)
    {
        var offset = 0;
        for (var i = 0; i < sizes.Length; i++)
        {
            if (!new ReadOnlySpan<byte>((void*)arguments[i], sizes[i]).SequenceEqual(known.AsSpan(offset, sizes[i])))
                return false;
            offset += sizes[i];
        }

        return true;
    }

    private unsafe byte[] BytesOf(ReadOnlySpan<nint> arguments)
    {
        var bytes = new byte[sizes.Sum()];
        var offset = 0;
        for (var i = 0; i < sizes.Length; i++)
        {
            new ReadOnlySpan<byte>((void*)arguments[i], sizes[i]).CopyTo(bytes.AsSpan(offset));
            offset += sizes[i];
        }

        return bytes;
    }

    private static int SizeOf(Type type) =>
        (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static Type? SpecializedType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(SpecializedValue<>) ? type : null;

    private static unsafe object Box(Type type, nint address) =>
        RuntimeHelpers.Box(ref Unsafe.AsRef<byte>((void*)address), type.TypeHandle)!;

    private KernelSource Write(IReadOnlyDictionary<int, object> values) =>
        KernelWriter.Write(Method, Dialect, Accelerator.Context.Properties.EnableAssertions, Specialization, values);

    /// <summary>Specialised values that were launched with, and what was compiled for them.</summary>
    private sealed record Recent(byte[] Values, TCompiled Compiled);
}
