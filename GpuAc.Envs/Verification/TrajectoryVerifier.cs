using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.Verification;

/// <summary>Compares environments with trajectories recorded from a reference implementation, such as Gymnasium.</summary>
/// <remarks>
/// <para>From every recorded state one step is taken with the recorded action, so that float32 rounding does not add up along a
/// trajectory. The state is rounded to float32 first.</para>
/// <para>The error of a number is |computed − recorded| / (|recorded| + s/10) and may be <see cref="Tolerance"/> at most. s is the
/// largest magnitude that this component has in the file, but 1 at most: a purely relative error would ask for more than float32 holds
/// where large terms cancel, and a plain absolute floor would hide everything in a component as small as the mountain car's velocity.
/// </para>
/// <para><c>terminated</c> must be equal. <c>truncated</c> follows from the time limit and the step's place in its trajectory; at the
/// limit, a step that also terminates may be recorded either way, since Gymnasium sets both flags and GpuAc only the first.</para>
/// <para>Dynamics are discontinuous at thresholds, at walls and where angles wrap at ±π, and there rounding decides. A step that
/// disagrees is therefore taken again from states that differ in one component by <see cref="Band"/>·s; it counts as agreeing if one of
/// these gives what was recorded wherever the step itself does not, and gets there by a jump: ten times the tolerance or more.</para>
/// </remarks>
public static class TrajectoryVerifier
{
    /// <summary>Largest error that agrees: 10⁻⁴.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Distance, relative to a component's scale, within which rounding may fall on either side of a threshold: 10⁻⁵.</summary>
    public const double Band = 1e-5;

    /// <summary>The environment that a file of trajectories names.</summary>
    /// <param name="path">A JSON file of trajectories.</param>
    /// <exception cref="GpuAcException">The file cannot be read or is malformed.</exception>
    public static string EnvironmentOf(string path)
    {
        using GoldenFile file = GoldenFile.Open(path);
        return file.Environment;
    }

    /// <summary>Verifies an environment, built in or the user's own.</summary>
    /// <param name="path">A JSON file of trajectories of this environment.</param>
    /// <exception cref="GpuAcException">The file cannot be read, is malformed, or names another environment.</exception>
    public static TrajectoryReport Verify<TEnv>(string path)
        where TEnv : struct, IEnvironment
    {
        using GoldenFile file = GoldenFile.Open(path);
        if (!string.Equals(file.Environment, TEnv.Spec.Id, StringComparison.OrdinalIgnoreCase))
            throw new GpuAcException(
                $"'{path}' is of the environment '{file.Environment}', but is to be compared with '{TEnv.Spec.Id}'. Give a file of "
                + "that environment.");
        IReadOnlyList<GoldenTrajectory> trajectories = GoldenReader.Read(file, TEnv.Spec);
        int[] widths = [.. new[] { 1, LaneWidth.Choose() }.Distinct()];
        var comparison = new TrajectoryComparison<TEnv>(trajectories);
        foreach (int width in widths)
        {
            foreach (GoldenTrajectory trajectory in trajectories)
                comparison.Compare(trajectory, width);
        }

        return new TrajectoryReport(
            file.Path,
            TEnv.Spec.Id,
            trajectories.Count,
            trajectories.Sum(trajectory => trajectory.Length),
            widths,
            comparison.MaxError,
            comparison.NextToDiscontinuity,
            comparison.Mismatches,
            comparison.FirstMismatches);
    }
}
