namespace GpuAc.Training.Checkpoints;

/// <summary>The names in a checkpoint's file; see docs/checkpoints.md.</summary>
internal static class CheckpointFormat
{
    /// <summary>Version that is written, and the highest that is read.</summary>
    public const int Version = 1;

    /// <summary>First element of the file.</summary>
    public const string Mark = "gpuac.checkpoint";

    /// <summary>Bytes of the checksum at the file's end: MessagePack's uint 32.</summary>
    public const int ChecksumBytes = 5;

    public const string Library = "library_version", Algorithm = "algorithm", Iteration = "iteration", EnvSteps = "env_steps",
        Updates = "updates", Engine = "engine", Session = "session";

    public const string Texts = "texts", Integers = "integers", Doubles = "doubles", Floats = "floats";

    public const string Seconds = "seconds", ReachedGoal = "reached_goal", EvaluationIsDue = "evaluation_is_due", Episodes = "episodes",
        RecentReturnSum = "recent_return_sum", Recent = "recent", Best = "best";

    public const string Policy = "policy", MeanReturn = "mean_return", StdReturn = "std_return";
}
