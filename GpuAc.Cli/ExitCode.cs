namespace GpuAc.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Done, and solved where that was asked.</summary>
    public const int Ok = 0;

    /// <summary>Not solved, training diverged, or a mismatch was found.</summary>
    public const int NotSolved = 1;

    /// <summary>Bad usage or input.</summary>
    public const int BadInput = 2;

    /// <summary>The device failed in the middle of a run; what there was is kept.</summary>
    public const int DeviceFailed = 3;

    /// <summary>Stopped by Ctrl-C; what there was is kept.</summary>
    public const int Interrupted = 130;
}
