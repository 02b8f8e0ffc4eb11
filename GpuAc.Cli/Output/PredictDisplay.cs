using System.Diagnostics;
using System.Globalization;

namespace GpuAc.Cli.Output;

/// <summary>Live progress of a table, on a terminal: one line that is rewritten. Elsewhere nothing.</summary>
internal sealed class PredictDisplay(TextWriter error, bool live) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly long start = Stopwatch.GetTimestamp();
    private long last = Stopwatch.GetTimestamp();
    private int width;

    /// <summary>Seconds since the beginning.</summary>
    public double Seconds => Stopwatch.GetElapsedTime(start).TotalSeconds;

    /// <summary>Shows how far it is, unless that was done a moment ago.</summary>
    /// <param name="rows">Rows scored.</param>
    /// <param name="share">Share of the table that was read; NaN where it is not known.</param>
    public void Report(long rows, double share)
    {
        if (!live || Stopwatch.GetElapsedTime(last) < Interval)
            return;
        last = Stopwatch.GetTimestamp();
        string left = double.IsNaN(share) || share <= 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $", {share:P0} read, {Math.Max(0, (Seconds / share) - Seconds):F0} s left");
        string line = string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows, {rows / Seconds / 1e6:F2} M rows/s{left}");
        error.Write('\r' + line.PadRight(width));
        error.Flush();
        width = line.Length;
    }

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (live && width > 0)
            error.Write('\r' + new string(' ', width) + '\r');
    }
}
