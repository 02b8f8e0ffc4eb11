namespace GpuAc.Envs.Verification;

/// <summary>One recorded trajectory; arrays are flat, one row per step.</summary>
/// <param name="Index">Place in the file, from 0.</param>
/// <param name="Length">Number of steps, at least 1.</param>
/// <param name="States">[Length + 1, state]: the initial state, then the state after each step.</param>
/// <param name="Observations">[Length + 1, observation]: likewise.</param>
/// <param name="Actions">[Length, action components], as given to the environment, not clipped.</param>
/// <param name="Rewards">[Length].</param>
/// <param name="Terminated">[Length].</param>
/// <param name="Truncated">[Length].</param>
internal sealed record GoldenTrajectory(
    int Index,
    int Length,
    double[] States,
    double[] Observations,
    double[] Actions,
    double[] Rewards,
    bool[] Terminated,
    bool[] Truncated);
