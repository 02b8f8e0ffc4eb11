using System.Globalization;
using System.Text.Unicode;

namespace GpuAc.Training.Logging;

/// <summary>Writes <c>metrics.csv</c>: one line an iteration, numbers in invariant format, empty where there is no value.</summary>
public sealed class MetricsFile : IDisposable
{
    private readonly FileStream stream;
    private readonly byte[] line = new byte[2048];

    /// <summary>Creates the file and writes its header.</summary>
    /// <param name="path">File to create; one that exists is replaced.</param>
    public MetricsFile(string path)
    {
        stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        stream.Write("iteration,envSteps,seconds,episodes,meanReturn,meanLength,"u8);
        stream.Write("policyLoss,valueLoss,entropy,approxKl,clipFraction,explainedVariance,"u8);
        stream.Write("gradientNorm,learningRate,actorLoss,criticLoss,meanQ,temperature,exploration,"u8);
        stream.Write("rolloutSeconds,scanSeconds,learnSeconds,optimizeSeconds,evalMeanReturn,evalStdReturn\n"u8);
    }

    /// <summary>Adds a line.</summary>
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
        stream.Write(line, 0, length);
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

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
