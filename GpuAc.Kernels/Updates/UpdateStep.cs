namespace GpuAc.Kernels.Updates;

/// <summary>The elementwise steps between the dense passes of an update.</summary>
public enum UpdateStep
{
    /// <summary>The action that targets assume at the next observation.</summary>
    NextAction = 0,

    /// <summary>y, from the target critics' values of the next observation.</summary>
    Target = 1,

    /// <summary>A critic's loss and its gradient.</summary>
    CriticError = 2,

    /// <summary>The current policy's action.</summary>
    Propose = 3,

    /// <summary>The actor's loss, by the critics' values.</summary>
    ActorLoss = 4,

    /// <summary>From the critics' gradient by the action to that by the actor's outputs.</summary>
    PullBack = 5,
}
