namespace GpuAc.Kernels.Accelerators;

/// <summary>A <see cref="TilePlan"/>'s numbers, as constants that kernels are compiled for.</summary>
internal readonly record struct TileShape
{
    /// <summary>Samples of a tile, and threads of a group: 16, 32, 64 or 128.</summary>
    public required int Samples { get; init; }

    /// <summary>Samples / 4.</summary>
    public int Quads => Samples / 4;

    /// <summary>Samples / 16.</summary>
    public int Columns => Samples / 16;

    /// <summary>Distance between rows, in fours.</summary>
    public int RowQuads => (Samples / 4) + 1;

    /// <summary>Rows of a tile.</summary>
    public required int Rows { get; init; }

    /// <summary>Fours of a tile.</summary>
    public int TotalQuads => Rows * RowQuads;

    /// <summary>Components of an observation.</summary>
    public required int Observations { get; init; }

    /// <summary>Choices or dimensions of an action.</summary>
    public required int ActionSize { get; init; }

    /// <summary>Components that an action is kept in.</summary>
    public required int ActionComponents { get; init; }

    /// <summary>1 where some samples of a rollout count for nothing: those after the end of an environment's only episode.</summary>
    public required int IsWeighted { get; init; }

    /// <summary>Outputs of the actor.</summary>
    public required int PolicyOutputs { get; init; }

    /// <summary>Log standard deviations.</summary>
    public required int LogStds { get; init; }

    /// <summary>Index of the first log standard deviation among the parameters.</summary>
    public required int LogStdOffset { get; init; }

    /// <summary>Values of one parameter set, in fours.</summary>
    public required int ParameterQuads { get; init; }

    /// <summary>Layers of the shared body.</summary>
    public required int BodyLayers { get; init; }

    /// <summary>Layers of the actor.</summary>
    public required int ActorLayers { get; init; }

    /// <summary>Layers of the critic.</summary>
    public required int CriticLayers { get; init; }

    /// <summary>All layers.</summary>
    public int Layers => BodyLayers + ActorLayers + CriticLayers;

    /// <summary>First row of the actor's output.</summary>
    public required int PolicyRow { get; init; }

    /// <summary>Row of the critic's output.</summary>
    public required int ValueRow { get; init; }

    /// <summary>First row of the gradient with respect to the actor's output.</summary>
    public required int PolicyGradientRow { get; init; }

    /// <summary>Row of the gradient with respect to the value.</summary>
    public required int ValueGradientRow { get; init; }
}
