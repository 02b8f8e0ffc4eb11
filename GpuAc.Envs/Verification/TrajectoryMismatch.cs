using System.Globalization;

namespace GpuAc.Envs.Verification;

/// <summary>A quantity in which a step differs from the recording.</summary>
/// <param name="Trajectory">Index of the trajectory in the file.</param>
/// <param name="Step">The step, from 0; −1 for the observation of the initial state.</param>
/// <param name="Quantity">What differs: a state or observation component by name, <c>reward</c>, <c>terminated</c> or
/// <c>truncated</c>.</param>
/// <param name="Expected">Recorded value; a flag is 1 or 0.</param>
/// <param name="Actual">Computed value.</param>
/// <param name="LaneWidth">Lane width at which it was computed.</param>
public sealed record TrajectoryMismatch(int Trajectory, int Step, string Quantity, double Expected, double Actual, int LaneWidth)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"trajectory {Trajectory}, {(Step < 0 ? "initial state" : $"step {Step}")}: {Quantity} is {Actual:G9}, recorded {Expected:G9} "
        + $"(lane width {LaneWidth})");
}
