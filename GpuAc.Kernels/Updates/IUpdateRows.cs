using GpuAc.Lanes;

namespace GpuAc.Kernels.Updates;

/// <summary>
/// What an elementwise step of an update reads and writes of its samples: one register of a tile on a CPU, a thread's own sample on an
/// accelerator.
/// </summary>
public interface IUpdateRows<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>Choices or dimensions of the action.</summary>
    int ActionSize { get; }

    /// <summary>Number of critics.</summary>
    int Critics { get; }

    /// <summary>Index in the minibatch of the first lane's sample.</summary>
    uint Index { get; }

    /// <summary>Mask of the lanes that lie within the minibatch.</summary>
    F InUse { get; }

    /// <summary>1 / samples of the minibatch; 0 beyond its end.</summary>
    F Weight { get; }

    /// <summary>R = Σ γᵏ·r[k] of n steps.</summary>
    F Reward { get; }

    /// <summary>γⁿ, or 0 where a terminal state was reached.</summary>
    F Discount { get; }

    /// <summary>The discrete action that the transition was made with, as a float.</summary>
    F ChosenAction { get; }

    /// <summary>y, from <see cref="UpdateStep.Target"/> to <see cref="UpdateStep.CriticError"/>.</summary>
    F Target { get; set; }

    /// <summary>ln π of the action in <see cref="Action"/>.</summary>
    F LogProb { get; set; }

    /// <summary>An output of the actor's last forward pass.</summary>
    F Policy(int output);

    /// <summary>Hands the actor's backward pass dL/doutput.</summary>
    void SetPolicyGradient(int output, F gradient);

    /// <summary>A component of the action that critics are given.</summary>
    F Action(int dimension);

    /// <summary>Gives critics an action.</summary>
    void SetAction(int dimension, F action);

    /// <summary>A value of a critic's last forward pass; output 0 unless it values all actions.</summary>
    F Value(int critic, int output);

    /// <summary>Hands a critic's backward pass dL/dvalue.</summary>
    void SetValueGradient(int critic, int output, F gradient);

    /// <summary>dL/daction by one critic.</summary>
    F ActionGradient(int critic, int dimension);

    /// <summary>Keeps the draws that the current policy's action was made with.</summary>
    void SetNoise(ref Components<F> noise);

    /// <summary>The draws that were kept.</summary>
    void GetNoise(ref Components<F> noise);

    /// <summary>
    /// Adds to the sums that an update reports: the loss, and Q of the first critic (of the critics) or ln π (of the actor).
    /// </summary>
    void Report(F loss, F second);
}
