namespace GpuAc.Training.Checkpoints;

/// <summary>When checkpoints are written, in addition to the one at a run's end, and how many are kept.</summary>
public sealed record CheckpointSchedule
{
    /// <summary>Seconds between checkpoints, at least 0; 0 for none by time.</summary>
    public double Seconds { get; init; } = 60;

    /// <summary>Iterations between checkpoints, at least 0; 0 for none by iterations.</summary>
    public long Iterations { get; init; }

    /// <summary>Checkpoints kept, at least 1; older ones are removed once a newer one is on the disk.</summary>
    public int Keep { get; init; } = 3;

    /// <summary>Every fault found; empty when valid.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (!(Seconds >= 0 && double.IsFinite(Seconds)))
            faults.Add($"'checkpointSeconds' must be finite and at least 0 (0: none by time), but is {Seconds}.");
        if (Iterations < 0)
            faults.Add($"'checkpointIterations' must be at least 0 (0: none by iterations), but is {Iterations}.");
        if (Keep < 1)
            faults.Add($"'keepCheckpoints' must be at least 1, but is {Keep}.");
        return faults;
    }
}
