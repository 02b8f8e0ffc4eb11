using GpuAc.Kernels.Activations;
using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Networks;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>Where everything lies in the tile of an off-policy update, and the two programs that run over it: for the critics, and for the actor.</summary>
internal sealed class UpdateTilePlan
{
    private readonly ParameterLayout layout;
    private readonly int[] valueRows;
    private readonly int[] valueGradientRows;
    private readonly int[] inputGradientRows;
    private readonly int bufferA;
    private readonly int bufferB;
    private readonly int actorInputRow;
    private readonly int criticInputRow;
    private readonly int policyRow;
    private readonly int policyGradientRow;
    private readonly List<KernelLayer> actor;
    private readonly List<KernelLayer>[] critics;
    private readonly TileRows rows = new();

    /// <summary>Plans a tile.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="layout">Where their parameters lie.</param>
    /// <param name="actionSize">Dimensions of the action.</param>
    /// <param name="isStochastic">Whether the actor follows all critics, and targets the online actor.</param>
    /// <param name="usesTargetActor">Whether targets assume a slow copy of the actor.</param>
    /// <exception cref="GpuAcException">The networks are of a kind that runs on the CPU only.</exception>
    public UpdateTilePlan(OffPolicySpec spec, ParameterLayout layout, int actionSize, bool isStochastic, bool usesTargetActor)
    {
        if (spec.Critic.HasBranches)
            throw new GpuAcException("A critic with separate branches for observation and action runs on the CPU only; use --device cpu.");
        this.layout = layout;
        int observations = spec.Actor.Inputs;
        actorInputRow = rows.Take(observations);
        actor = rows.Place(layout.Networks[0], actorInputRow, out policyRow);
        criticInputRow = rows.Take(observations + actionSize);
        critics = new List<KernelLayer>[spec.NumCritics];
        valueRows = new int[spec.NumCritics];
        for (int k = 0; k < critics.Length; k++)
            critics[k] = rows.Place(layout.Networks[1 + k], criticInputRow, out valueRows[k]);
        policyGradientRow = rows.Take(spec.Actor.Outputs);
        valueGradientRows = [.. critics.Select(_ => rows.Take(1))];
        int widest = layout.Layers.Max(layer => Math.Max(layer.Spec.Inputs, layer.Spec.Outputs));
        bufferA = rows.Take(widest);
        bufferB = rows.Take(widest);
        inputGradientRows = [.. critics.Select(_ => rows.Take(observations + actionSize))];
        int actorCritics = isStochastic ? spec.NumCritics : 1;
        CriticProgram = PlanCritics(usesTargetActor);
        ActorProgram = PlanActor(actorCritics);
        rows.Take(Math.Max(0, 8 - rows.Count));
        Tile = samples => new UpdateShape
        {
            Tile = new TileShape
            {
                Samples = samples,
                Rows = rows.Count,
                Observations = observations,
                ActionSize = actionSize,
                ActionComponents = actionSize,
                IsWeighted = 0,
                PolicyOutputs = spec.Actor.Outputs,
                LogStds = 0,
                LogStdOffset = 0,
                ParameterQuads = layout.Length / 4,
                BodyLayers = 0,
                ActorLayers = actor.Count,
                CriticLayers = critics[0].Count,
                PolicyRow = policyRow,
                ValueRow = valueRows[0],
                PolicyGradientRow = policyGradientRow,
                ValueGradientRow = valueGradientRows[0],
            },
            CriticInputRow = criticInputRow,
            SecondValueRow = valueRows[^1],
            SecondValueGradientRow = valueGradientRows[^1],
            InputGradientRow = inputGradientRows[0],
            SecondInputGradientRow = inputGradientRows[^1],
            Critics = critics.Length,
            ActorCritics = actorCritics,
        };
    }

    /// <summary>The critics' program.</summary>
    public IReadOnlyList<TileStep> CriticProgram { get; }

    /// <summary>The actor's program.</summary>
    public IReadOnlyList<TileStep> ActorProgram { get; }

    /// <summary>The plan's numbers for tiles of some samples.</summary>
    public Func<int, UpdateShape> Tile { get; }

    /// <summary>Bytes of a tile.</summary>
    public long Bytes(int samples) => 16L * rows.Count * TilePlan.RowQuads(samples);

    private static TileStep Step(TileStepKind kind) => new() { Kind = (int)kind };

    private List<TileStep> PlanCritics(bool usesTargetActor)
    {
        List<TileStep> steps = [Step(TileStepKind.LoadNext)];
        Forward(steps, actor, isTarget: usesTargetActor);
        steps.Add(Step(TileStepKind.NextAction));
        foreach (List<KernelLayer> critic in critics)
            Forward(steps, critic, isTarget: true);
        steps.Add(Step(TileStepKind.Target));
        foreach (List<KernelLayer> critic in critics)
            Forward(steps, critic, isTarget: false);
        steps.Add(Step(TileStepKind.CriticError));
        for (int k = 0; k < critics.Length; k++)
            Backward(steps, critics[k], valueGradientRows[k], -1, wantsWeights: true);
        return steps;
    }

    private List<TileStep> PlanActor(int actorCritics)
    {
        List<TileStep> steps = [Step(TileStepKind.LoadObservation)];
        Forward(steps, actor, isTarget: false);
        steps.Add(Step(TileStepKind.Propose));
        for (int k = 0; k < actorCritics; k++)
            Forward(steps, critics[k], isTarget: false);
        steps.Add(Step(TileStepKind.Choose));
        for (int k = 0; k < actorCritics; k++)
            Backward(steps, critics[k], valueGradientRows[k], inputGradientRows[k], wantsWeights: false);
        steps.Add(Step(TileStepKind.PullBack));
        Backward(steps, actor, policyGradientRow, -1, wantsWeights: true);
        return steps;
    }

    // Target networks lie one whole set of parameters behind the online ones.
    private void Forward(List<TileStep> steps, List<KernelLayer> layers, bool isTarget)
    {
        int shift = isTarget ? layout.Length / 4 : 0;
        foreach (KernelLayer layer in layers)
            steps.Add(new TileStep { Kind = (int)TileStepKind.Forward, Layer = layer with { Weights = layer.Weights + shift, Bias = layer.Bias + shift } });
    }

    private void Backward(List<TileStep> steps, List<KernelLayer> layers, int gradientRow, int lastTarget, bool wantsWeights)
    {
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            int target = i == 0 ? lastTarget : gradientRow == bufferA ? bufferB : bufferA;
            KernelLayer layer = layers[i] with { GradientRow = gradientRow, TargetRow = target };
            if (layer.Activation != (int)Activation.Identity)
                steps.Add(new TileStep { Kind = (int)TileStepKind.BackwardActivation, Layer = layer });
            steps.Add(new TileStep { Kind = (int)TileStepKind.Backward, Layer = layer, WantsWeights = wantsWeights ? 1 : 0 });
            gradientRow = target;
        }
    }
}
