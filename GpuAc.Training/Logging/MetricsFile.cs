using System.Globalization;
using System.Text;
using System.Text.Unicode;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.Logging;

/// <summary>
/// Writes <c>metrics.csv</c>: one line per iteration, numbers in invariant format, empty where there is no value. What all trainers report
/// comes first, then the algorithm's own metrics, times of phases and evaluations; columns have the names that Stable-Baselines3 logs.
/// Lines reach the disk within a second. A disk that is full does not end a run: lines wait, up to a megabyte of them, and are written when
/// there is room again.
/// </summary>
public sealed class MetricsFile : IDisposable
{
    private const string Common =
        "time/iterations,time/total_timesteps,time/time_elapsed,rollout/episodes,rollout/ep_rew_mean,rollout/ep_len_mean";
    private const string Phases = "time/rollout,time/returns,time/learn,time/optimize,eval/mean_reward,eval/std_reward";

    private readonly LineFile file;
    private readonly byte[] line;

    /// <summary>Creates the file and writes its header.</summary>
    /// <param name="path">File to create; one that exists is replaced.</param>
    /// <param name="metrics">The algorithm's own metrics: <see cref="ITrainer.Metrics"/>.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public MetricsFile(string path, IReadOnlyList<Metric> metrics)
        : this(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0), metrics, TimeProvider.System)
    {
    }

    /// <summary>
    /// Goes on with the file of a run that has stopped: lines of later iterations than those that the run goes on from are removed, and
    /// those before stay.
    /// </summary>
    /// <param name="path">The file; it is made anew where it is missing or has other columns.</param>
    /// <param name="metrics">The algorithm's own metrics.</param>
    /// <param name="iterations">Iterations that the run goes on from.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static MetricsFile Continue(string path, IReadOnlyList<Metric> metrics, long iterations)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        long length = LengthOf(path, Header(metrics), iterations);
        if (length == 0)
            return new MetricsFile(path, metrics);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
        stream.SetLength(length);
        return new MetricsFile(stream, metrics, TimeProvider.System, length);
    }

    /// <summary>Writes the header.</summary>
    /// <param name="stream">Where to write; from now on the file's to dispose.</param>
    /// <param name="metrics">The algorithm's own metrics.</param>
    /// <param name="time">The clock.</param>
    /// <param name="length">Bytes that the stream holds already, the header among them; 0 to write it.</param>
    internal MetricsFile(Stream stream, IReadOnlyList<Metric> metrics, TimeProvider time, long length = 0)
    {
        file = new LineFile(stream, time, length);
        if (length == 0)
            file.Write(Encoding.UTF8.GetBytes(Header(metrics) + "\n"));
        // A number takes 24 bytes at most.
        line = new byte[25 * (metrics.Count + 12)];
    }

    /// <summary>Why lines could not be written when that first happened, or null.</summary>
    public string? Failure => file.Failure;

    /// <summary>Adds a line.</summary>
    /// <exception cref="ObjectDisposedException">The file is disposed of.</exception>
    public void Write(in TrainingProgress progress)
    {
        IterationMetrics metrics = progress.Metrics;
        int length = 0;
        Append(ref length, metrics.Iteration, ',');
        Append(ref length, metrics.EnvSteps, ',');
        Append(ref length, progress.Seconds, ',');
        Append(ref length, metrics.Episodes, ',');
        Append(ref length, metrics.MeanReturn, ',');
        Append(ref length, metrics.MeanLength, ',');
        for (int i = 0; i < (metrics.Metrics?.Count ?? 0); i++)
            Append(ref length, metrics.Held[i], ',');
        Append(ref length, metrics.Times.RolloutSeconds, ',');
        Append(ref length, metrics.Times.ScanSeconds, ',');
        Append(ref length, metrics.Times.LearnSeconds, ',');
        Append(ref length, metrics.Times.OptimizeSeconds, ',');
        Append(ref length, progress.Evaluation?.MeanReturn ?? double.NaN, ',');
        Append(ref length, progress.Evaluation?.StdReturn ?? double.NaN, '\n');
        file.Write(line.AsSpan(0, length));
    }

    /// <summary>Puts the lines so far into the file, as far as the disk has room.</summary>
    /// <exception cref="ObjectDisposedException">The file is disposed of.</exception>
    public void Flush() => file.Flush();

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static string Header(IReadOnlyList<Metric> metrics) =>
        string.Join(',', (string[])[Common, .. metrics.Select(metric => metric.Name), Phases]);

    // Bytes of the header and of whole lines up to an iteration; 0 where there is no such header.
    private static long LengthOf(string path, string header, long iterations)
    {
        if (!File.Exists(path))
            return 0;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        if (reader.ReadLine() != header)
            return 0;
        long length = header.Length + 1;
        while (reader.ReadLine() is { } text && long.TryParse(text.Split(',', 2)[0], CultureInfo.InvariantCulture, out long iteration)
            && iteration <= iterations && length + text.Length + 1 <= stream.Length)
            length += text.Length + 1;
        return length;
    }

    private void Append(ref int length, long value, char separator)
    {
        Utf8.TryWrite(line.AsSpan(length), CultureInfo.InvariantCulture, $"{value}", out int written);
        line[length + written] = (byte)separator;
        length += written + 1;
    }

    private void Append(ref int length, double value, char separator)
    {
        Span<byte> rest = line.AsSpan(length);
        int written = 0;
        if (double.IsFinite(value))
            Utf8.TryWrite(rest, CultureInfo.InvariantCulture, $"{value:G9}", out written);
        rest[written] = (byte)separator;
        length += written + 1;
    }
}
