using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Optimizers;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators;

/// <summary>Device memory that learning by one plan needs, and the host's side of what is uploaded every iteration.</summary>
internal sealed class LearnBuffers : IDisposable
{
    private readonly MemoryBuffer1D<Float4, Stride1D.Dense> partials;
    private readonly MemoryBuffer1D<Float4, Stride1D.Dense> scratch;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> statistics;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> norms;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> order;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> ticket;
    private readonly MemoryBuffer1D<OptimizerStep, Stride1D.Dense> steps;

    /// <summary>Allocates.</summary>
    public LearnBuffers(
        Accelerator accelerator, int groups, int parameterQuads, int orderLength, int minibatches, int epochs, TileFit fit, TileShape shape)
    {
        partials = accelerator.Allocate1D<Float4>((long)groups * parameterQuads);
        scratch = accelerator.Allocate1D<Float4>(fit.ScratchQuads(groups, shape));
        statistics = accelerator.Allocate1D<float>((long)minibatches * groups * LearnKernel.Statistics);
        norms = accelerator.Allocate1D<float>(minibatches);
        order = accelerator.Allocate1D<int>(orderLength);
        ticket = accelerator.Allocate1D(new int[1]);
        steps = accelerator.Allocate1D<OptimizerStep>(minibatches * epochs);
        HostOrder = new int[orderLength];
        HostSteps = new OptimizerStep[minibatches * epochs];
    }

    /// <summary>One partial gradient per group.</summary>
    public ArrayView<Float4> Partials => partials.View;

    /// <summary>One tile per group, or next to nothing.</summary>
    public ArrayView<Float4> Scratch => scratch.View;

    /// <summary>Sums of each group of each minibatch.</summary>
    public ArrayView<float> Statistics => statistics.View;

    /// <summary>Gradient norm of each minibatch.</summary>
    public ArrayView<float> Norms => norms.View;

    /// <summary>Order of blocks of samples, of each epoch.</summary>
    public ArrayView<int> Order => order.View;

    /// <summary>Counter of the optimise kernel; zero between launches.</summary>
    public ArrayView<int> Ticket => ticket.View;

    /// <summary>Numbers of each update.</summary>
    public ArrayView<OptimizerStep> Steps => steps.View;

    /// <summary>True once <see cref="Order"/> holds something; without minibatches it is the same in every iteration.</summary>
    public bool HasOrder { get; private set; }

    /// <summary>What <see cref="Order"/> is to hold.</summary>
    public int[] HostOrder { get; }

    /// <summary>What <see cref="Steps"/> is to hold.</summary>
    public OptimizerStep[] HostSteps { get; }

    /// <summary>
    /// Groups that share a minibatch: enough to fill the device several times over, fewer where their partial gradients would take
    /// more than a sixteenth of its memory. It depends on the device, so results are repeatable on one, and agree
    /// between two within rounding.
    /// </summary>
    public static int Groups(AcceleratorDevice device, PaddedLayout layout, TileFit fit, long minibatchSize)
    {
        long tiles = (minibatchSize + fit.Samples - 1) / fit.Samples;
        long wanted = 4L * device.Accelerator.NumMultiprocessors;
        long held = device.Accelerator.MemorySize / 16 / (4L * layout.Length);
        return (int)Math.Clamp(Math.Min(tiles, wanted), 1, Math.Max(1, held));
    }

    /// <summary>Copies <see cref="HostOrder"/> to the device.</summary>
    public void UploadOrder(AcceleratorStream stream)
    {
        order.View.CopyFromCPU(stream, HostOrder);
        HasOrder = true;
    }

    /// <summary>Copies <see cref="HostSteps"/> to the device.</summary>
    public void UploadSteps(AcceleratorStream stream) => steps.View.CopyFromCPU(stream, HostSteps);

    /// <inheritdoc/>
    public void Dispose()
    {
        partials.Dispose();
        scratch.Dispose();
        statistics.Dispose();
        norms.Dispose();
        order.Dispose();
        ticket.Dispose();
        steps.Dispose();
    }
}
