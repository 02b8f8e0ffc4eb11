using GpuAc.Lanes;

namespace GpuAc.Envs.Vectorized;

/// <summary>Everything that random stepping keeps for one register of environments.</summary>
/// <typeparam name="F">Lane type.</typeparam>
internal struct SteppingCell<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>State of the environments, stepped in place.</summary>
    public Components<F> State;

    /// <summary>A start state for each lane, drawn ahead of its next reset.</summary>
    public Components<F> Start;

    /// <summary>Random words that the coming actions are taken from.</summary>
    public Components<F> Words;

    /// <summary>Output: the observation to act on next, a start state's where an episode has just ended.</summary>
    public Components<F> Observation;

    /// <summary>Output of the last step: its reward, and 1 or 0 for terminated and truncated.</summary>
    public F Reward, Terminated, Truncated;

    /// <summary>Steps taken in the current episode.</summary>
    public F Elapsed;

    /// <summary>Mask of the lanes whose <see cref="Start"/> has been used and must be drawn afresh.</summary>
    public F Used;

    /// <summary>Mask of the lanes whose episode ended in the last step and that have no start state yet.</summary>
    public F Done;

    /// <summary>Sums over one round: episodes ended, their steps, rewards. Whole numbers below 2^24 are exact.</summary>
    public F Episodes, EpisodeSteps, RewardSum;
}
