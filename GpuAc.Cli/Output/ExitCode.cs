namespace GpuAc.Cli.Output;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Done, and solved where that was asked.</summary>
    public const int Ok = 0;

    /// <summary>Not solved, training diverged, the environment failed, or a mismatch was found.</summary>
    public const int NotSolved = 1;

    /// <summary>Bad usage or input, or results that could not be written.</summary>
    public const int BadInput = 2;

    /// <summary>The device failed in the middle of a run; what there was is kept.</summary>
    public const int DeviceFailed = 3;

    /// <summary>Stopped by Ctrl-C, a termination signal or the terminal's closing; what there was is kept.</summary>
    public const int Interrupted = 130;
}
