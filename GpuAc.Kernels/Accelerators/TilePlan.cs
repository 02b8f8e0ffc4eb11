using GpuAc.Kernels.Layouts;

namespace GpuAc.Kernels.Accelerators;

/// <summary>
/// Where everything lies in the tile that a group of threads works on: rows of samples, one row per quantity, for all that a network's
/// forward and backward pass leave. Every quantity's rows are rounded up to fours, the rest of them zero.
/// </summary>
internal sealed class TilePlan
{
    /// <summary>Rows that kernels need for their final sums: five statistics and up to eight log standard deviations.</summary>
    private const int MinRows = 16;

    private readonly TileRows rows = new();
    private readonly List<KernelLayer> layers = [];

    /// <summary>Plans a tile.</summary>
    /// <param name="layout">Network.</param>
    /// <param name="isLearning">True for a backward pass too.</param>
    public TilePlan(PaddedLayout layout, bool isLearning)
    {
        Layout = layout;
        int input = rows.Take(layout.Spec.Body.Inputs);
        layers.AddRange(rows.Place(layout.Body, input, out int body));
        layers.AddRange(rows.Place(layout.Critic, body, out int value));
        layers.AddRange(rows.Place(layout.Actor, body, out int policy));
        ValueRow = value;
        PolicyRow = policy;
        BodyLayers = layout.Body.Count;
        ActorLayers = layout.Actor.Count;
        CriticLayers = layout.Critic.Count;
        rows.Take(Math.Max(0, MinRows - rows.Count));
        if (!isLearning)
            return;
        PolicyGradientRow = rows.Take(layout.Spec.Actor.Outputs);
        ValueGradientRow = rows.Take(layout.Spec.Critic.Outputs);
        PlanBackward(layout);
    }

    /// <summary>
    /// Layers of body, critic and actor, in the order of a forward pass; then, for learning, once more in that of a backward pass.
    /// </summary>
    public IReadOnlyList<KernelLayer> Layers => layers;

    /// <summary>The network.</summary>
    public PaddedLayout Layout { get; }

    /// <summary>Layers of the shared body.</summary>
    public int BodyLayers { get; }

    /// <summary>Layers of the actor.</summary>
    public int ActorLayers { get; }

    /// <summary>Layers of the critic.</summary>
    public int CriticLayers { get; }

    /// <summary>Rows of a tile.</summary>
    public int Rows => rows.Count;

    /// <summary>First row of the actor's output.</summary>
    public int PolicyRow { get; }

    /// <summary>Row of the critic's output.</summary>
    public int ValueRow { get; }

    /// <summary>First row of the gradient with respect to the actor's output.</summary>
    public int PolicyGradientRow { get; }

    /// <summary>Row of the gradient with respect to the value.</summary>
    public int ValueGradientRow { get; }

    /// <summary>
    /// Distance between rows, in fours of samples: one more than the samples need, so that rows start in different memory banks.
    /// </summary>
    public static int RowQuads(int samples) => (samples / 4) + 1;

    /// <summary>Bytes of a tile.</summary>
    public long Bytes(int samples) => 16L * Rows * RowQuads(samples);

    /// <summary>The plan's numbers, for kernels.</summary>
    /// <param name="layout">Network.</param>
    /// <param name="samples">Samples of a tile.</param>
    /// <param name="actionSize">Choices or dimensions of the action.</param>
    /// <param name="actionComponents">Components that an action is kept in.</param>
    /// <param name="isWeighted">True where some samples of a rollout count for nothing.</param>
    public TileShape Shape(PaddedLayout layout, int samples, int actionSize, int actionComponents, bool isWeighted) => new()
    {
        Samples = samples,
        Rows = Rows,
        Observations = layout.Spec.Body.Inputs,
        ActionSize = actionSize,
        ActionComponents = actionComponents,
        IsWeighted = isWeighted ? 1 : 0,
        PolicyOutputs = layout.Spec.Actor.Outputs,
        LogStds = layout.Spec.LogStdCount,
        LogStdOffset = layout.LogStd,
        ParameterQuads = layout.Length / 4,
        BodyLayers = BodyLayers,
        ActorLayers = ActorLayers,
        CriticLayers = CriticLayers,
        PolicyRow = PolicyRow,
        ValueRow = ValueRow,
        PolicyGradientRow = PolicyGradientRow,
        ValueGradientRow = ValueGradientRow,
    };

    // Actor, then critic, then the body below them; each from its last layer to its first, between two buffers in turn.
    private void PlanBackward(PaddedLayout layout)
    {
        int widest = layout.Layers.Max(layer => Math.Max(layer.Spec.Inputs, layer.Spec.Outputs));
        int bufferA = rows.Take(widest), bufferB = rows.Take(widest);
        int bodyGradient = BodyLayers > 0 ? rows.Take(layout.Spec.Body.Outputs) : -1;
        PlanBackward(BodyLayers + CriticLayers, ActorLayers, PolicyGradientRow, bodyGradient, 0);
        PlanBackward(BodyLayers, CriticLayers, ValueGradientRow, bodyGradient, 1);
        PlanBackward(0, BodyLayers, bodyGradient, -1, 0);

        void PlanBackward(int first, int count, int gradientRow, int lastTarget, int isAdded)
        {
            for (int i = first + count - 1; i >= first; i--)
            {
                int target = i == first ? lastTarget : gradientRow == bufferA ? bufferB : bufferA;
                layers.Add(layers[i] with { GradientRow = gradientRow, TargetRow = target, IsAdded = i == first ? isAdded : 0 });
                gradientRow = target;
            }
        }
    }
}
