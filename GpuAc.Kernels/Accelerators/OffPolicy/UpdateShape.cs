namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>What the update kernel is compiled for.</summary>
internal readonly record struct UpdateShape
{
    /// <summary>The tile. Its policy row is the actor's output, its value row the first critic's.</summary>
    public required TileShape Tile { get; init; }

    /// <summary>First row of the critics' input: observation, then action.</summary>
    public required int CriticInputRow { get; init; }

    /// <summary>Row of the second critic's value; the first critic's again where there is one.</summary>
    public required int SecondValueRow { get; init; }

    /// <summary>Row of the gradient by the second critic's value.</summary>
    public required int SecondValueGradientRow { get; init; }

    /// <summary>First row of the first critic's gradient by its input.</summary>
    public required int InputGradientRow { get; init; }

    /// <summary>First row of the second critic's.</summary>
    public required int SecondInputGradientRow { get; init; }

    /// <summary>Critics: 1 or 2.</summary>
    public required int Critics { get; init; }

    /// <summary>Critics that the actor follows.</summary>
    public required int ActorCritics { get; init; }
}
