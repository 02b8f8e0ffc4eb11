using GpuAc.Kernels.Layouts;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>A critic's layers, placed in a tile.</summary>
internal sealed record PlacedCritic
{
    /// <summary>The observation's branch; none without branches.</summary>
    public required IReadOnlyList<KernelLayer> ObservationBranch { get; init; }

    /// <summary>The action's branch; none without branches.</summary>
    public required IReadOnlyList<KernelLayer> ActionBranch { get; init; }

    /// <summary>The trunk.</summary>
    public required IReadOnlyList<KernelLayer> Trunk { get; init; }

    /// <summary>First row of the values.</summary>
    public required int ValueRow { get; init; }

    /// <summary>First row of the gradient by the values.</summary>
    public required int ValueGradientRow { get; init; }

    /// <summary>First row of the gradient by the trunk's input; −1 where no action is part of it.</summary>
    public required int TrunkGradientRow { get; init; }

    /// <summary>First row of the gradient by the action branch's input; −1 without branches.</summary>
    public required int BranchGradientRow { get; init; }

    /// <summary>True when observation and action have a branch each.</summary>
    public bool HasBranches => ActionBranch.Count > 0;

    /// <summary>What adds the branches' outputs up to the trunk's input, the zeros that pad them included.</summary>
    public KernelLayer Sum => new()
    {
        Outputs = (Trunk[0].Inputs + 3) / 4 * 4,
        InputRow = ObservationBranch[^1].OutputRow,
        KeptRow = ActionBranch[^1].OutputRow,
        OutputRow = Trunk[0].InputRow,
    };

    /// <summary>First row of the gradient by the action.</summary>
    /// <param name="observations">Components of an observation, which lie before the action without branches.</param>
    public int ActionGradientRow(int observations) => HasBranches ? BranchGradientRow : TrunkGradientRow + observations;

    /// <summary>Places a critic.</summary>
    /// <param name="parts">Its layers.</param>
    /// <param name="rows">Where rows come from.</param>
    /// <param name="inputRow">First row of the trunk's or the observation branch's input.</param>
    /// <param name="actionRow">First row of the action; −1 where critics value all actions.</param>
    public static PlacedCritic Of(IReadOnlyList<IReadOnlyList<PaddedLayer>> parts, TileRows rows, int inputRow, int actionRow)
    {
        bool hasBranches = parts.Count > 1;
        int inputs = parts[^1][0].Spec.Inputs;
        List<KernelLayer> observation = [], action = [];
        if (hasBranches)
        {
            observation = rows.Place(parts[0], inputRow, out _);
            action = rows.Place(parts[1], actionRow, out _);
            inputRow = rows.Take(inputs);
        }

        return new PlacedCritic
        {
            ObservationBranch = observation,
            ActionBranch = action,
            Trunk = rows.Place(parts[^1], inputRow, out int valueRow),
            ValueRow = valueRow,
            ValueGradientRow = rows.Take(parts[^1][^1].Spec.Outputs),
            TrunkGradientRow = actionRow < 0 ? -1 : rows.Take(inputs),
            BranchGradientRow = hasBranches ? rows.Take(parts[1][0].Spec.Inputs) : -1,
        };
    }
}
