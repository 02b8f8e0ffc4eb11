using GpuAc.Kernels.Optimizers;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators;

/// <summary>The optimise kernels of a device, loaded when they are first asked for.</summary>
internal sealed class OptimizeLaunches(AcceleratorDevice device)
{
    /// <summary>Parameters, in fours, that one group applies an update to faster than a second launch would.</summary>
    private const int WholeQuads = 8192;

    private readonly Dictionary<(OptimizerKind Kind, bool IsWhole), Action<AcceleratorStream, KernelConfig, OptimizeViews, OptimizeNumbers>> loaded = [];
    private Action<AcceleratorStream, KernelConfig, OptimizeViews, OptimizeNumbers>? sum;

    /// <summary>Puts one update into the queue.</summary>
    public void Launch(OptimizerKind kind, OptimizeViews views, OptimizeNumbers numbers)
    {
        bool isWhole = numbers.ParameterQuads <= WholeQuads;
        int groups = OptimizeKernel.Groups(numbers.ParameterQuads);
        if (!isWhole)
        {
            sum ??= device.Accelerator.LoadKernel<OptimizeViews, OptimizeNumbers>(OptimizeKernel.Sum);
            sum(device.Stream, new KernelConfig(groups, OptimizeKernel.Threads), views, numbers);
        }

        if (!loaded.TryGetValue((kind, isWhole), out Action<AcceleratorStream, KernelConfig, OptimizeViews, OptimizeNumbers>? apply))
            loaded[(kind, isWhole)] = apply = Load(kind, isWhole);
        apply(device.Stream, new KernelConfig(isWhole ? groups : (groups + 3) / 4, OptimizeKernel.Threads), views, numbers);
    }

    private Action<AcceleratorStream, KernelConfig, OptimizeViews, OptimizeNumbers> Load(OptimizerKind kind, bool isWhole) => kind switch
    {
        OptimizerKind.Adam => Load<Adam>(isWhole),
        OptimizerKind.AdamW => Load<AdamW>(isWhole),
        OptimizerKind.RMSProp => Load<RMSProp>(isWhole),
        OptimizerKind.Sgd => Load<Sgd>(isWhole),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not an optimiser."),
    };

    private Action<AcceleratorStream, KernelConfig, OptimizeViews, OptimizeNumbers> Load<TRule>(bool isWhole)
        where TRule : struct, IOptimizerRule => isWhole
        ? device.Accelerator.LoadKernel<OptimizeViews, OptimizeNumbers>(OptimizeKernel.Whole<TRule>)
        : device.Accelerator.LoadKernel<OptimizeViews, OptimizeNumbers>(OptimizeKernel.Apply<TRule>);
}
