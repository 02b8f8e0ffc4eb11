using GpuAc.Kernels.Updates;

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

    /// <summary>See <see cref="IUpdateProgram.DrawNext"/>.</summary>
    DrawNext = 4,

    /// <summary>See <see cref="IUpdateProgram.DrawObservation"/>.</summary>
    DrawObservation = 5,

    /// <summary>See <see cref="IUpdateProgram.TakeNewest"/>.</summary>
    TakeNewest = 6,

    /// <summary>See <see cref="IUpdateProgram.ReturnToTransition"/>.</summary>
    ReturnToTransition = 7,

    /// <summary>An elementwise step of the algorithm.</summary>
    Elementwise = 8,
}

/// <summary>One step of a program over a tile; a barrier follows each.</summary>
internal struct TileStep
{
    /// <summary>A <see cref="TileStepKind"/>.</summary>
    public int Kind;

    /// <summary>1 when the layer's parameters learn.</summary>
    public int WantsWeights;

    /// <summary>The <see cref="UpdateStep"/>, where it is one.</summary>
    public int Step;

    /// <summary>The critic that the step is about.</summary>
    public int Critic;

    /// <summary>The layer, where one is concerned.</summary>
    public KernelLayer Layer;
}
