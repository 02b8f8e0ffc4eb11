using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.Updates;
using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <summary>One thread's sample of a minibatch: its place in the rollout, and its column of the tile.</summary>
internal struct SampleLearnRows : IPolicyGradientRows<Lane1>
{
    /// <summary>Where everything lies.</summary>
    public TileShape Shape;

    /// <summary>The rollout.</summary>
    public SampleRows Rollout;

    /// <summary>Parameters.</summary>
    public ArrayView<float> Parameters;

    /// <summary>The tile.</summary>
    public ArrayView<float> Values;

    /// <summary>Index of the sample in the rollout.</summary>
    public long Sample;

    /// <summary>1 where the sample counts, 0 where not.</summary>
    public float IsActive;

    /// <inheritdoc/>
    public float Share { get; set; }

    /// <inheritdoc/>
    public readonly int ActionSize => Shape.ActionSize;

    /// <inheritdoc/>
    public readonly int PolicyOutputs => Shape.PolicyOutputs;

    /// <inheritdoc/>
    public readonly int LogStds => Shape.LogStds;

    /// <inheritdoc/>
    public readonly Lane1 InUse => new(IsActive);

    /// <inheritdoc/>
    public readonly Lane1 OldLogProb => new(Rollout.Get(Rollout.LogProb, Sample));

    /// <inheritdoc/>
    public readonly Lane1 Advantage => new(Rollout.Get(Rollout.Advantage, Sample));

    /// <inheritdoc/>
    public readonly Lane1 Value => new(Values[Place(Shape.ValueRow)]);

    /// <inheritdoc/>
    public readonly Lane1 OldValue => new(Rollout.Get(Rollout.Value, Sample));

    /// <inheritdoc/>
    public readonly Lane1 Return => new(Rollout.Get(Rollout.Return, Sample));

    /// <inheritdoc/>
    public readonly Lane1 Policy(int output) => new(Values[Place(Shape.PolicyRow + output)]);

    /// <inheritdoc/>
    public readonly float LogStd(int dimension) => Parameters[Shape.LogStdOffset + dimension];

    /// <inheritdoc/>
    public readonly Lane1 Action(int component) => new(Rollout.Get(Shape.Observations + component, Sample));

    /// <inheritdoc/>
    public readonly void SetPolicyGradient(int output, Lane1 gradient) =>
        Values[Place(Shape.PolicyGradientRow + output)] = gradient.Value;

    /// <inheritdoc/>
    public readonly void SetValueGradient(Lane1 gradient) => Values[Place(Shape.ValueGradientRow)] = gradient.Value;

    private readonly int Place(int row) => (row * 4 * Shape.RowQuads) + Group.IdxX;
}
