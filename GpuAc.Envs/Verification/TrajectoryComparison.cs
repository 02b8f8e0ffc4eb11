using GpuAc.Envs.Contracts;

namespace GpuAc.Envs.Verification;

/// <summary>The comparison that <see cref="TrajectoryVerifier"/> describes, and its running result.</summary>
internal sealed class TrajectoryComparison<TEnv>
    where TEnv : struct, IEnvironment
{
    private const int MostDescribed = 5;

    /// <summary>How many times the allowed error a neighbour must be away for the way there to count as a jump.</summary>
    private const double Jump = 10;

    private readonly EnvironmentSpec spec = TEnv.Spec;
    private readonly double[] stateScales;
    private readonly double[] observationScales;
    private readonly double rewardScale;
    private readonly List<TrajectoryMismatch> described = [];

    /// <summary>Prepares a comparison.</summary>
    /// <param name="trajectories">All trajectories of the file, for the components' scales.</param>
    public TrajectoryComparison(IReadOnlyList<GoldenTrajectory> trajectories)
    {
        stateScales = Scales(trajectories.Select(trajectory => trajectory.States), spec.StateSize);
        observationScales = Scales(trajectories.Select(trajectory => trajectory.Observations), spec.Observation.Count);
        rewardScale = Scales(trajectories.Select(trajectory => trajectory.Rewards), 1)[0];
    }

    /// <summary>Largest error so far, next to no discontinuity.</summary>
    public double MaxError { get; private set; }

    /// <summary>Steps that agree only with a neighbour of their state, summed over the lane widths.</summary>
    public int NextToDiscontinuity { get; private set; }

    /// <summary>Quantities that differ.</summary>
    public int Mismatches { get; private set; }

    /// <summary>The first few of them.</summary>
    public IReadOnlyList<TrajectoryMismatch> FirstMismatches => described;

    /// <summary>Compares one trajectory at one lane width.</summary>
    public void Compare(GoldenTrajectory golden, int laneWidth)
    {
        CompareInitial(golden, laneWidth);
        var batch = new StepBatch(spec, golden.Length);
        for (int i = 0; i < batch.States.Length; i++)
            batch.States[i] = (float)golden.States[i];
        for (int i = 0; i < batch.Actions.Length; i++)
            batch.Actions[i] = (float)golden.Actions[i];
        for (int t = 0; t < golden.Length; t++)
            batch.Elapsed[t] = t;
        batch.Step<TEnv>(laneWidth);
        for (int t = 0; t < golden.Length; t++)
        {
            List<Difference> differences = Differences(golden, t, batch, t, out double error);
            if (differences.Count > 0 && IsNextToDiscontinuity(golden, t, batch, laneWidth))
            {
                NextToDiscontinuity++;
                continue;
            }

            MaxError = Math.Max(MaxError, error);
            foreach (Difference difference in differences)
                Report(golden.Index, t, difference, laneWidth);
        }
    }

    private static double[] Scales(IEnumerable<double[]> rows, int size)
    {
        var scales = new double[size];
        foreach (double[] values in rows)
        {
            for (int i = 0; i < values.Length; i++)
                scales[i % size] = Math.Max(scales[i % size], Math.Abs(values[i]));
        }

        // Not below float32's own resolution near 1: a component that is always zero is compared absolutely.
        return [.. scales.Select(scale => Math.Clamp(scale, 1e-6, 1))];
    }

    private static double Error(double expected, double actual, double scale)
    {
        double error = Math.Abs(actual - expected) / (Math.Abs(expected) + (scale / 10));
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }

    private void CompareInitial(GoldenTrajectory golden, int laneWidth)
    {
        float[] observation = InitialObservation(golden, laneWidth);
        for (int i = 0; i < observation.Length; i++)
        {
            double error = Error(golden.Observations[i], observation[i], observationScales[i]);
            MaxError = Math.Max(MaxError, error);
            if (error > TrajectoryVerifier.Tolerance)
                Report(golden.Index, -1, new Difference(spec.Observation[i].Name, golden.Observations[i], observation[i], 0), laneWidth);
        }
    }

    private float[] InitialObservation(GoldenTrajectory golden, int laneWidth)
    {
        var states = new float[spec.StateSize];
        for (int i = 0; i < states.Length; i++)
            states[i] = (float)golden.States[i];
        return ObservationOf.State<TEnv>(states, laneWidth);
    }

    /// <summary>All quantities of step <paramref name="t"/> that differ from row <paramref name="row"/> of a batch.</summary>
    private List<Difference> Differences(GoldenTrajectory golden, int t, StepBatch batch, int row, out double maxError)
    {
        var differences = new List<Difference>();
        double largest = 0;
        for (int i = 0; i < spec.StateSize; i++)
            Number(
                "state " + spec.StateNames[i], golden.States[((t + 1) * spec.StateSize) + i], batch.NextStates[(row * spec.StateSize) + i],
                stateScales[i]);
        int size = spec.Observation.Count;
        for (int i = 0; i < size; i++)
            Number(
                "observation " + spec.Observation[i].Name, golden.Observations[((t + 1) * size) + i], batch.Observations[(row * size) + i],
                observationScales[i]);
        Number("reward", golden.Rewards[t], batch.Rewards[row], rewardScale);
        if (golden.Terminated[t] != batch.Terminated[row])
            differences.Add(Flag("terminated", golden.Terminated[t]));
        bool atLimit = t + 1 >= spec.MaxEpisodeSteps;
        if (golden.Truncated[t] != batch.Truncated[row] && !(atLimit && golden.Terminated[t] && batch.Terminated[row]))
            differences.Add(Flag("truncated", golden.Truncated[t]));
        maxError = largest;
        return differences;

        void Number(string quantity, double expected, double actual, double scale)
        {
            double error = Error(expected, actual, scale);
            largest = Math.Max(largest, error);
            if (error > TrajectoryVerifier.Tolerance)
                differences.Add(new Difference(quantity, expected, actual, scale));
        }

        static Difference Flag(string quantity, bool expected) => new(quantity, expected ? 1 : 0, expected ? 0 : 1, 1);
    }

    private bool IsNextToDiscontinuity(GoldenTrajectory golden, int t, StepBatch batch, int laneWidth)
    {
        int size = spec.StateSize;
        var neighbours = new StepBatch(spec, 2 * size);
        for (int n = 0; n < neighbours.Count; n++)
        {
            Array.Copy(batch.States, t * size, neighbours.States, n * size, size);
            double offset = TrajectoryVerifier.Band * stateScales[n / 2];
            neighbours.States[(n * size) + (n / 2)] += (float)(n % 2 == 0 ? offset : -offset);
            Array.Copy(batch.Actions, t * batch.ActionSize, neighbours.Actions, n * batch.ActionSize, batch.ActionSize);
            neighbours.Elapsed[n] = t;
        }

        neighbours.Step<TEnv>(laneWidth);
        List<Difference> here = Differences(golden, t, batch, t, out _);
        return Enumerable.Range(0, neighbours.Count).Any(n =>
        {
            // One neighbour must explain everything that disagrees here. What agrees here may drift there: smoothly, by the band.
            List<Difference> there = Differences(golden, t, neighbours, n, out _);
            return here.All(difference => Jumps(difference) && there.All(other => other.Quantity != difference.Quantity));
        });
    }

    /// <summary>Whether a difference is too large to be closed by a neighbour smoothly.</summary>
    private static bool Jumps(Difference difference) =>
        Error(difference.Expected, difference.Actual, difference.Scale) > Jump * TrajectoryVerifier.Tolerance;

    private void Report(int trajectory, int step, Difference difference, int laneWidth)
    {
        Mismatches++;
        if (described.Count < MostDescribed)
            described.Add(new TrajectoryMismatch(trajectory, step, difference.Quantity, difference.Expected, difference.Actual, laneWidth));
    }

    private sealed record Difference(string Quantity, double Expected, double Actual, double Scale);
}
