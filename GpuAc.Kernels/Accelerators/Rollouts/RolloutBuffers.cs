using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>Device memory of a rollout: the environments, and what acting leaves for learning.</summary>
internal sealed class RolloutBuffers : IDisposable
{
    private readonly MemoryBuffer1D<float, Stride1D.Dense> rollout;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> environments;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> finals;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> finalSteps;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> lastValues;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> lengths;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> normalizer;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> bounds;
    private readonly MemoryBuffer1D<RolloutClock, Stride1D.Dense> clock;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> sums;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> totals;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> fault;
    private readonly MemoryBuffer1D<Float4, Stride1D.Dense> scratch;

    /// <summary>Allocates.</summary>
    /// <param name="accelerator">Where.</param>
    /// <param name="spec">Environment.</param>
    /// <param name="plan">Sizes.</param>
    /// <param name="shape">What the kernel is compiled for.</param>
    /// <param name="fit">Where its tile lies.</param>
    public RolloutBuffers(Accelerator accelerator, EnvironmentSpec spec, RolloutPlan plan, RolloutShape shape, TileFit fit)
    {
        int groups = (plan.NumEnvs + shape.Tile.Samples - 1) / shape.Tile.Samples;
        int stride = groups * shape.Tile.Samples;
        int truncations = RolloutShape.Truncations(spec, plan.NumSteps);
        long samples = (long)plan.NumEnvs * plan.NumSteps;
        int observations = shape.Tile.Observations;
        rollout = accelerator.Allocate1D<float>(samples * SampleRows.Count(observations, shape.Tile.ActionComponents));
        environments = accelerator.Allocate1D<float>((long)stride * shape.EnvironmentRows);
        finals = accelerator.Allocate1D<float>((truncations + 1L) * observations * stride);
        finalSteps = accelerator.Allocate1D<int>((truncations + 1L) * stride);
        lastValues = accelerator.Allocate1D<float>(plan.NumEnvs);
        lengths = accelerator.Allocate1D<int>(plan.NumEnvs);
        normalizer = accelerator.Allocate1D<float>(3 * observations);
        float[] limits = spec.Action is BoxSpace box ? [.. box.Dimensions.Select(d => d.Low), .. box.Dimensions.Select(d => d.High)] : [];
        bounds = limits.Length == 0 ? accelerator.Allocate1D<float>(1) : accelerator.Allocate1D(limits);
        clock = accelerator.Allocate1D<RolloutClock>(1);
        sums = accelerator.Allocate1D<float>((long)groups * shape.Sums);
        totals = accelerator.Allocate1D<float>(2 * shape.Sums);
        fault = accelerator.Allocate1D(new int[NonFinite.Length]);
        scratch = accelerator.Allocate1D<Float4>(fit.ScratchQuads(groups, shape.Tile));
        Groups = groups;
        Numbers = new RolloutNumbers
        {
            NumEnvs = plan.NumEnvs,
            FirstEnvironment = plan.FirstEnvironment,
            Stride = stride,
            NumSteps = plan.NumSteps,
            Truncations = truncations,
            Seed = plan.Seed,
            Gamma = plan.Gamma,
            Bounds = limits.Length / 2,
            StaggerStarts = plan.StaggerStarts ? 1 : 0,
        };
        Rollout = new SampleRows
        {
            Values = rollout.View,
            Samples = samples,
            Observations = observations,
            ActionComponents = shape.Tile.ActionComponents,
        };
    }

    /// <summary>Groups of threads.</summary>
    public int Groups { get; }

    /// <summary>Numbers of the rollout.</summary>
    public RolloutNumbers Numbers { get; }

    /// <summary>What learning needs.</summary>
    public SampleRows Rollout { get; }

    /// <summary>V of the observations that the rollout ends with.</summary>
    public ArrayView<float> LastValues => lastValues.View;

    /// <summary>Steps of the rollout that count, of each environment.</summary>
    public ArrayView<int> Lengths => lengths.View;

    /// <summary>Mean, scale, then shift of each observation component.</summary>
    public ArrayView<float> Normalizer => normalizer.View;

    /// <summary>What changes from rollout to rollout.</summary>
    public ArrayView<RolloutClock> Clock => clock.View;

    /// <summary>Sums of each group.</summary>
    public ArrayView<float> Sums => sums.View;

    /// <summary>Sums over the groups, two values each; see <see cref="ColumnSums"/>.</summary>
    public ArrayView<float> Totals => totals.View;

    /// <summary>See <see cref="NonFinite"/>.</summary>
    public ArrayView<int> Fault => fault.View;

    /// <summary>What the kernels read and write.</summary>
    /// <param name="layers">Layers.</param>
    /// <param name="parameters">Parameters.</param>
    public RolloutViews Views(ArrayView<KernelLayer> layers, ArrayView<Float4> parameters) => new()
    {
        Layers = layers,
        Parameters = parameters,
        Rollout = Rollout,
        Environments = environments.View,
        Finals = finals.View,
        FinalSteps = finalSteps.View,
        LastValues = lastValues.View,
        Lengths = lengths.View,
        Normalizer = normalizer.View,
        Bounds = bounds.View,
        Clock = clock.View,
        Sums = sums.View,
        Fault = fault.View,
        Scratch = scratch.View,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        rollout.Dispose();
        environments.Dispose();
        finals.Dispose();
        finalSteps.Dispose();
        lastValues.Dispose();
        lengths.Dispose();
        normalizer.Dispose();
        bounds.Dispose();
        clock.Dispose();
        sums.Dispose();
        totals.Dispose();
        fault.Dispose();
        scratch.Dispose();
    }
}
