namespace GpuAc.Envs.Verification;

/// <summary>How an environment compares with a file of recorded trajectories.</summary>
/// <param name="File">Path as given.</param>
/// <param name="EnvironmentId">Id of the environment.</param>
/// <param name="Trajectories">Number of trajectories.</param>
/// <param name="Steps">Steps compared, each at every lane width of <paramref name="LaneWidths"/>.</param>
/// <param name="LaneWidths">Lane widths that were run: 1, and the machine's.</param>
/// <param name="MaxError">Largest error of a state, observation or reward, as <see cref="TrajectoryVerifier"/> defines it; above
/// <see cref="TrajectoryVerifier.Tolerance"/> there is a mismatch. Steps next to a discontinuity are left out.</param>
/// <param name="NextToDiscontinuity">Steps that agree only with a neighbour of the recorded state, within the band of
/// <see cref="TrajectoryVerifier"/>; summed over the lane widths.</param>
/// <param name="Mismatches">Number of quantities that differ, over all lane widths.</param>
/// <param name="FirstMismatches">The first few of them.</param>
public sealed record TrajectoryReport(
    string File,
    string EnvironmentId,
    int Trajectories,
    int Steps,
    IReadOnlyList<int> LaneWidths,
    double MaxError,
    int NextToDiscontinuity,
    int Mismatches,
    IReadOnlyList<TrajectoryMismatch> FirstMismatches)
{
    /// <summary>Nothing differs.</summary>
    public bool Passed => Mismatches == 0;
}
