using System.Globalization;
using System.Text.Unicode;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.Logging;

/// <summary>
/// Writes <c>metrics.csv</c>: one line an iteration, numbers in invariant format, empty where there is no value. Lines reach the disk
/// within a second. A disk that is full does not end a run: lines wait, up to a megabyte of them, and are written when there is room again.
/// </summary>
public sealed class MetricsFile : IDisposable
{
    private readonly LineFile file;
    private readonly byte[] line = new byte[2048];

    /// <summary>Creates the file and writes its header.</summary>
    /// <param name="path">File to create; one that exists is replaced.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public MetricsFile(string path)
        : this(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0), TimeProvider.System)
    {
    }

    /// <summary>Writes the header.</summary>
    /// <param name="stream">Where to write; from now on the file's to dispose.</param>
    /// <param name="time">The clock.</param>
    internal MetricsFile(Stream stream, TimeProvider time)
    {
        file = new LineFile(stream, time);
        file.Write("iteration,envSteps,seconds,episodes,meanReturn,meanLength,"u8);
        file.Write("policyLoss,valueLoss,entropy,approxKl,clipFraction,explainedVariance,"u8);
        file.Write("gradientNorm,learningRate,actorLoss,criticLoss,meanQ,temperature,exploration,"u8);
        file.Write("rolloutSeconds,scanSeconds,learnSeconds,optimizeSeconds,evalMeanReturn,evalStdReturn\n"u8);
    }

    /// <summary>Why lines could not be written when they first could not, or null.</summary>
    public string? Failure => file.Failure;

    /// <summary>Adds a line.</summary>
    /// <exception cref="ObjectDisposedException">The file is disposed of.</exception>
    public void Write(in TrainingProgress progress)
    {
        IterationMetrics m = progress.Metrics;
        CultureInfo invariant = CultureInfo.InvariantCulture;
        int length = 0;
        Append(ref length, m.Iteration, ',', invariant);
        Append(ref length, m.EnvSteps, ',', invariant);
        Append(ref length, progress.Seconds, ',', invariant);
        Append(ref length, m.Episodes, ',', invariant);
        Append(ref length, m.MeanReturn, ',', invariant);
        Append(ref length, m.MeanLength, ',', invariant);
        Append(ref length, m.PolicyLoss, ',', invariant);
        Append(ref length, m.ValueLoss, ',', invariant);
        Append(ref length, m.Entropy, ',', invariant);
        Append(ref length, m.ApproxKl, ',', invariant);
        Append(ref length, m.ClipFraction, ',', invariant);
        Append(ref length, m.ExplainedVariance, ',', invariant);
        Append(ref length, m.GradientNorm, ',', invariant);
        Append(ref length, m.LearningRate, ',', invariant);
        Append(ref length, m.ActorLoss, ',', invariant);
        Append(ref length, m.CriticLoss, ',', invariant);
        Append(ref length, m.MeanQ, ',', invariant);
        Append(ref length, m.Temperature, ',', invariant);
        Append(ref length, m.Exploration, ',', invariant);
        Append(ref length, m.Times.RolloutSeconds, ',', invariant);
        Append(ref length, m.Times.ScanSeconds, ',', invariant);
        Append(ref length, m.Times.LearnSeconds, ',', invariant);
        Append(ref length, m.Times.OptimizeSeconds, ',', invariant);
        Append(ref length, progress.Evaluation?.MeanReturn ?? double.NaN, ',', invariant);
        Append(ref length, progress.Evaluation?.StdReturn ?? double.NaN, '\n', invariant);
        file.Write(line.AsSpan(0, length));
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Append(ref int length, long value, char separator, CultureInfo culture)
    {
        Utf8.TryWrite(line.AsSpan(length), culture, $"{value}", out int written);
        line[length + written] = (byte)separator;
        length += written + 1;
    }

    private void Append(ref int length, double value, char separator, CultureInfo culture)
    {
        Span<byte> rest = line.AsSpan(length);
        int written = 0;
        if (double.IsFinite(value))
            Utf8.TryWrite(rest, culture, $"{value:G9}", out written);
        rest[written] = (byte)separator;
        length += written + 1;
    }
}
