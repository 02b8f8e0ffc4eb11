namespace GpuAc.Kernels.Updates;

/// <summary>
/// The passes that an update is made of. A CPU runs them over a tile as they are called; an accelerator records them for its kernel.
/// </summary>
public interface IUpdateProgram
{
    /// <summary>Number of critics.</summary>
    int Critics { get; }

    /// <summary>Draws transitions; networks are given the observations after them.</summary>
    void DrawNext();

    /// <summary>Draws the same transitions; networks are given the observations before them.</summary>
    void DrawObservation();

    /// <summary>Takes the newest transitions in place of a draw; networks are given the observations before them.</summary>
    void TakeNewest();

    /// <summary>Gives networks the observations and actions of the transitions that <see cref="DrawNext"/> drew.</summary>
    void ReturnToTransition();

    /// <summary>From the observation to the features that actor and critics share.</summary>
    void ForwardBody(bool isTarget);

    /// <summary>From the observation, or the features, to the actor's outputs.</summary>
    void ForwardActor(bool isTarget);

    /// <summary>From what they are given to the values of the first critics.</summary>
    void ForwardCritics(int count, bool isTarget);

    /// <summary>Runs an elementwise step.</summary>
    void Do(UpdateStep step);

    /// <summary>
    /// Every critic in turn: forward, <see cref="UpdateStep.CriticError"/>, and backward to its parameters and the features of a body.
    /// </summary>
    void LearnCritics();

    /// <summary>From the gradient by the first critics' values to that by the action.</summary>
    void BackwardToAction(int count);

    /// <summary>From the gradient by the actor's outputs to that by its parameters, and by the features of a body.</summary>
    void BackwardActor();

    /// <summary>From the gradient by the features to that by the body's parameters.</summary>
    void BackwardBody();
}
