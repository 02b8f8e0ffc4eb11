using GpuAc.Kernels.Accelerators.Driver;
using ILGPU.Backends;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.Translation;

/// <summary>Translates kernels for one accelerator and loads them, each once for all that use it.</summary>
/// <param name="accelerator">Device.</param>
internal sealed class KernelLoader(Accelerator accelerator)
{
    private readonly Lock gate = new();
    private readonly PtxCache? cache = PtxCache.OfUser();
    private readonly Dictionary<KernelRequest, Kernel> loaded = [];

    /// <summary>What has been loaded, in no order.</summary>
    public IReadOnlyCollection<KernelRequest> Loaded
    {
        get
        {
            lock (gate)
                return [.. loaded.Keys];
        }
    }

    /// <summary>What those take of a multiprocessor, by name; empty where that is not known.</summary>
    public IReadOnlyList<KernelResources> Resources
    {
        get
        {
            lock (gate)
            {
                return
                [
                    .. loaded
                        .Select(kernel => CudaFunction.ResourcesOf(kernel.Key.Name, kernel.Value))
                        .OfType<KernelResources>()
                        .OrderBy(kernel => kernel.Name, StringComparer.Ordinal),
                ];
            }
        }
    }

    /// <summary>Loads a kernel.</summary>
    /// <exception cref="KernelRefusedException">It cannot be translated.</exception>
    public LoadedKernel<TLaunch> Load<TLaunch>(Delegate kernel, object? constants)
        where TLaunch : Delegate
    {
        var request = new KernelRequest(kernel.Method, constants);
        lock (gate)
        {
            if (!loaded.TryGetValue(request, out Kernel? handle))
                loaded.Add(request, handle = Load(request));
            return new LoadedKernel<TLaunch>(handle);
        }
    }

    private Kernel Load(KernelRequest request)
    {
        Backend backend = IlgpuInternals.BackendOf(accelerator);
        CompiledKernel compiled = cache != null && backend is PTXBackend cuda
            ? KernelTranslator.Compile(cuda, request, cache)
            : KernelTranslator.Compile(backend, request);
        return KernelTranslator.IsIndexed(request.Method) ? accelerator.LoadAutoGroupedKernel(compiled) : accelerator.LoadKernel(compiled);
    }
}
