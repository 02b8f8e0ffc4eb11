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

    /// <summary>Draws transitions; their next observations go to the actor.</summary>
    LoadNext = 3,

    /// <summary>The action that targets assume goes to the critics, behind the next observation.</summary>
    NextAction = 4,

    /// <summary>Targets, from the slow critics' values; then the transitions' own observations and actions go to the critics.</summary>
    Target = 5,

    /// <summary>The critics' losses.</summary>
    CriticError = 6,

    /// <summary>Draws transitions; their observations go to actor and critics.</summary>
    LoadObservation = 7,

    /// <summary>The current policy's action goes to the critics.</summary>
    Propose = 8,

    /// <summary>The actor's loss, by the critic that is the smaller.</summary>
    Choose = 9,

    /// <summary>From the critics' gradient by the action to that by the actor's outputs.</summary>
    PullBack = 10,
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
