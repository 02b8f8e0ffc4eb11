namespace ILGPU.Runtime.Launch;

/// <summary>Target of the delegates that kernel loaders hand out.</summary>
/// <param name="kernel">What they launch.</param>
/// <param name="groupSize">Threads of a group of an implicitly grouped kernel, or 0 to let the accelerator choose.</param>
internal abstract class Launcher(Kernel kernel, int groupSize)
{
    public Kernel Kernel { get; } = kernel;

    protected AcceleratorStream DefaultStream { get; } = kernel.Accelerator.DefaultStream;

    protected unsafe void LaunchGrouped(AcceleratorStream stream, in KernelConfig config, void** arguments) =>
        Kernel.Launch(stream, config, arguments);

    protected unsafe void LaunchIndexed<TIndex>(AcceleratorStream stream, TIndex extent, void** arguments)
        where TIndex : struct, IIndex => Kernel.LaunchImplicit(stream, LaunchIndex.ToExtent(extent), groupSize, arguments);
}
