namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>What the update kernel is compiled for.</summary>
internal readonly record struct UpdateShape
{
    /// <summary>The tile. Its policy row is the actor's output, its value row the first of the first critic's.</summary>
    public required TileShape Tile { get; init; }

    /// <summary>Rows of all inputs, at the tile's start; the actor's or the body's observation comes first.</summary>
    public required int InputRows { get; init; }

    /// <summary>First row of the observation that critics are given; 0 where it is the actor's own.</summary>
    public required int CriticObservationRow { get; init; }

    /// <summary>First row of the action that critics are given; −1 where they value all.</summary>
    public required int ActionRow { get; init; }

    /// <summary>First row of the second critic's values; the first critic's again where there is one.</summary>
    public required int SecondValueRow { get; init; }

    /// <summary>First row of the gradient by the second critic's values.</summary>
    public required int SecondValueGradientRow { get; init; }

    /// <summary>First row of the first critic's gradient by the action.</summary>
    public required int ActionGradientRow { get; init; }

    /// <summary>First row of the second critic's.</summary>
    public required int SecondActionGradientRow { get; init; }

    /// <summary>Critics: 1 or 2.</summary>
    public required int Critics { get; init; }
}
