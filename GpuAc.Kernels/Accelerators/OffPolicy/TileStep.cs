namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>What all threads of a group do next with a tile of an update.</summary>
internal enum TileStepKind
{
    /// <summary>A layer forwards.</summary>
    Forward = 0,

    /// <summary>From the gradient by a layer's output to that by its sums.</summary>
    BackwardActivation = 1,

    /// <summary>Parameters' and input's gradient of a layer.</summary>
    Backward = 2,

    /// <summary>
    /// Adds two runs of rows, as many as the layer has outputs: what a critic's branches give. See <see cref="GroupSum"/>.
    /// </summary>
    Sum = 3,

    /// <summary>Draws transitions; their next observations go to the networks.</summary>
    LoadNext = 4,

    /// <summary>Draws transitions; their observations go to the networks.</summary>
    LoadObservation = 5,

    /// <summary>Takes the newest transitions in place of a draw; their observations go to the networks.</summary>
    LoadNewest = 6,

    /// <summary>The action that targets assume goes to the critics, behind the next observation.</summary>
    NextAction = 7,

    /// <summary>Targets, from the slow critics' values; then the transitions' own observations and actions go to the critics.</summary>
    Target = 8,

    /// <summary>The critics' losses.</summary>
    CriticError = 9,

    /// <summary>The current policy's action goes to the critics.</summary>
    Propose = 10,

    /// <summary>The actor's loss, by the critics' values.</summary>
    ActorLoss = 11,

    /// <summary>From the critics' gradient by the action to that by the actor's outputs.</summary>
    PullBack = 12,
}

/// <summary>One step of a program over a tile; a barrier follows each.</summary>
internal struct TileStep
{
    /// <summary>A <see cref="TileStepKind"/>.</summary>
    public int Kind;

    /// <summary>1 when the layer's parameters learn.</summary>
    public int WantsWeights;

    /// <summary>The layer, where one is concerned.</summary>
    public KernelLayer Layer;
}
