using GpuAc.Kernels.Layouts;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>Where everything lies in the tile of an off-policy update: inputs, what the layers of all networks give, gradients.</summary>
internal sealed class UpdateTilePlan
{
    private readonly TileRows rows = new();
    private readonly int actionSize;
    private readonly int inputRows;
    private readonly int criticObservationRow;
    private readonly int actionRow;
    private readonly int policyRow;

    /// <summary>Plans a tile.</summary>
    /// <param name="layout">Where the networks' parameters lie.</param>
    /// <param name="actionSize">Choices or dimensions of the action.</param>
    public UpdateTilePlan(OffPolicyLayout layout, int actionSize)
    {
        Layout = layout;
        this.actionSize = actionSize;
        OffPolicySpec spec = layout.Spec;
        int observations = spec.Observations, features = spec.Actor.Inputs;
        int observationRow = rows.Take(observations);
        // Critics take observation and action side by side, or the action in a branch of its own, or no action where they value them all.
        bool isSideBySide = !spec.Critic.HasBranches && spec.Critic.Trunk.Inputs > features;
        criticObservationRow = isSideBySide ? rows.Take(observations + actionSize) : observationRow;
        actionRow = isSideBySide ? criticObservationRow + observations : spec.Critic.HasBranches ? rows.Take(actionSize) : -1;
        inputRows = rows.Count;
        Body = rows.Place(layout.Body, observationRow, out int featureRow);
        Actor = rows.Place(layout.Actor, featureRow, out policyRow);
        int criticInputRow = isSideBySide ? criticObservationRow : featureRow;
        Critics = [.. layout.Critics.Select(critic => PlacedCritic.Of(critic, rows, criticInputRow, actionRow))];
        PolicyGradientRow = rows.Take(spec.Actor.Outputs);
        int widest = layout.Layers.Max(layer => Math.Max(layer.Spec.Inputs, layer.Spec.Outputs));
        BufferA = rows.Take(widest);
        BufferB = rows.Take(widest);
        FeatureGradientRow = spec.Body == null ? -1 : rows.Take(features);
        rows.Take(Math.Max(0, 8 - rows.Count));
    }

    /// <summary>Where the parameters lie.</summary>
    public OffPolicyLayout Layout { get; }

    /// <summary>The shared body; no layers without.</summary>
    public IReadOnlyList<KernelLayer> Body { get; }

    /// <summary>The actor.</summary>
    public IReadOnlyList<KernelLayer> Actor { get; }

    /// <summary>The critics.</summary>
    public IReadOnlyList<PlacedCritic> Critics { get; }

    /// <summary>First row of the gradient by the actor's outputs.</summary>
    public int PolicyGradientRow { get; }

    /// <summary>First row of the gradient by the body's output; −1 without a body.</summary>
    public int FeatureGradientRow { get; }

    /// <summary>First of the rows that gradients between layers lie in, as wide as the widest layer.</summary>
    public int BufferA { get; }

    /// <summary>First of as many others, to take turns with.</summary>
    public int BufferB { get; }

    /// <summary>Bytes of a tile.</summary>
    public long Bytes(int samples) => 16L * rows.Count * TilePlan.RowQuads(samples);

    /// <summary>The plan's numbers for tiles of some samples.</summary>
    public UpdateShape Shape(int samples) => new()
    {
        Tile = new TileShape
        {
            Samples = samples,
            Rows = rows.Count,
            Observations = Layout.Spec.Observations,
            ActionSize = actionSize,
            ActionComponents = actionSize,
            IsWeighted = 0,
            PolicyOutputs = Layout.Spec.Actor.Outputs,
            LogStds = 0,
            LogStdOffset = 0,
            ParameterQuads = Layout.Length / 4,
            BodyLayers = Body.Count,
            ActorLayers = Actor.Count,
            CriticLayers = Critics[0].Trunk.Count,
            PolicyRow = policyRow,
            ValueRow = Critics[0].ValueRow,
            PolicyGradientRow = PolicyGradientRow,
            ValueGradientRow = Critics[0].ValueGradientRow,
        },
        InputRows = inputRows,
        CriticObservationRow = criticObservationRow,
        ActionRow = actionRow,
        SecondValueRow = Critics[^1].ValueRow,
        SecondValueGradientRow = Critics[^1].ValueGradientRow,
        ActionGradientRow = Critics[0].ActionGradientRow(Layout.Spec.Observations),
        SecondActionGradientRow = Critics[^1].ActionGradientRow(Layout.Spec.Observations),
        Critics = Critics.Count,
    };
}
