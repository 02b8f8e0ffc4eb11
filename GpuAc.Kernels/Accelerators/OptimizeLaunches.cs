using GpuAc.Kernels.Accelerators.Translation;
using GpuAc.Kernels.Optimizers;
using ILGPU;
using OptimizeLaunch = System.Action<
    ILGPU.Runtime.AcceleratorStream, ILGPU.KernelConfig, GpuAc.Kernels.Accelerators.OptimizeViews,
    GpuAc.Kernels.Accelerators.OptimizeNumbers>;

namespace GpuAc.Kernels.Accelerators;

/// <summary>The optimise kernels of a device, loaded when they are first asked for.</summary>
internal sealed class OptimizeLaunches(AcceleratorDevice device)
{
    /// <summary>Parameters, in fours, that one group applies an update to faster than a second launch would.</summary>
    private const int WholeQuads = 8192;

    private readonly Dictionary<(OptimizerKind Kind, bool IsWhole), LoadedKernel<OptimizeLaunch>> loaded = [];

    private LoadedKernel<OptimizeLaunch>? sum;

    /// <summary>Puts one update into the queue.</summary>
    public void Launch(OptimizerKind kind, OptimizeViews views, OptimizeNumbers numbers)
    {
        if (numbers.ParameterQuads <= WholeQuads)
        {
            var config = new KernelConfig(OptimizeKernel.Groups(numbers.ParameterQuads), OptimizeKernel.Threads);
            Get(kind, isWhole: true).Launch(device.Stream, config, views, numbers);
            return;
        }

        Sum(views, numbers);
        Apply(kind, views, numbers);
    }

    /// <summary>Puts the first half of an update into the queue: the sum of the partial gradients.</summary>
    public void Sum(OptimizeViews views, OptimizeNumbers numbers)
    {
        sum ??= device.Load<OptimizeLaunch>(OptimizeKernel.Sum);
        sum.Launch(device.Stream, new KernelConfig(OptimizeKernel.Groups(numbers.ParameterQuads), OptimizeKernel.Threads), views, numbers);
    }

    /// <summary>Puts the second half into the queue: the sum, clipped, applied.</summary>
    public void Apply(OptimizerKind kind, OptimizeViews views, OptimizeNumbers numbers) => Get(kind, isWhole: false).Launch(
        device.Stream, new KernelConfig((OptimizeKernel.Groups(numbers.ParameterQuads) + 3) / 4, OptimizeKernel.Threads), views, numbers);

    private LoadedKernel<OptimizeLaunch> Get(OptimizerKind kind, bool isWhole)
    {
        if (!loaded.TryGetValue((kind, isWhole), out LoadedKernel<OptimizeLaunch>? launch))
            loaded[(kind, isWhole)] = launch = Load(kind, isWhole);
        return launch;
    }

    private LoadedKernel<OptimizeLaunch> Load(OptimizerKind kind, bool isWhole) => kind switch
    {
        OptimizerKind.Adam => Load<Adam>(isWhole),
        OptimizerKind.AdamW => Load<AdamW>(isWhole),
        OptimizerKind.RMSProp => Load<RMSProp>(isWhole),
        OptimizerKind.Sgd => Load<Sgd>(isWhole),
        _ => throw KnownValues.Unknown(kind),
    };

    private LoadedKernel<OptimizeLaunch> Load<TRule>(bool isWhole)
        where TRule : struct, IOptimizerRule => isWhole
        ? device.Load<OptimizeLaunch>(OptimizeKernel.Whole<TRule>)
        : device.Load<OptimizeLaunch>(OptimizeKernel.Apply<TRule>);
}
