using System.Globalization;
using System.Reflection;
using GpuAc.Kernels.Statistics;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Logging;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.Logging;

public class MetricsFileTests
{
    [Fact]
    public void Write_DistinctValues_StandUnderTheirNames()
    {
        IterationMetrics metrics = Metrics(out Dictionary<string, double> expected);
        Dictionary<string, string> row = Assert.Single(WriteAndRead(new TrainingProgress
        {
            Metrics = metrics,
            TotalSteps = 1,
            Seconds = 0.25,
            Evaluation = new EvaluationResult(-123.5, 7.25, 100),
        }));
        expected["seconds"] = 0.25;
        expected["evalMeanReturn"] = -123.5;
        expected["evalStdReturn"] = 7.25;
        Assert.Equal(
            expected.OrderBy(pair => pair.Key),
            row.Select(pair => KeyValuePair.Create(pair.Key, double.Parse(pair.Value, CultureInfo.InvariantCulture)))
                .OrderBy(pair => pair.Key));
    }

    [Fact]
    public void Write_NothingToSay_LeavesTheCellEmpty()
    {
        IterationMetrics metrics = Metrics(out _) with { MeanReturn = double.NaN, ExplainedVariance = double.NegativeInfinity };
        var progress = new TrainingProgress { Metrics = metrics, TotalSteps = 1, Seconds = 1, Evaluation = null };
        Dictionary<string, string>[] rows = WriteAndRead(progress, progress);
        Assert.Equal(2, rows.Length);
        foreach (string empty in new[] { "meanReturn", "explainedVariance", "evalMeanReturn", "evalStdReturn" })
            Assert.Equal("", rows[1][empty]);
        Assert.Equal("1", rows[1]["seconds"]);
    }

    [Fact]
    public void Write_BillionsOfSteps_KeepsEveryDigit()
    {
        IterationMetrics metrics =
            Metrics(out _) with { Iteration = 9_876_543_210, EnvSteps = 1_234_567_890_123, Episodes = 1_000_000_001 };
        Dictionary<string, string> row = Assert.Single(
            WriteAndRead(new TrainingProgress { Metrics = metrics, TotalSteps = 1, Seconds = 1, Evaluation = null }));
        Assert.Equal(("9876543210", "1234567890123", "1000000001"), (row["iteration"], row["envSteps"], row["episodes"]));
    }

    [Fact]
    public void Write_LongestNumbers_FitALine()
    {
        double longest = -1.2345678912345e-300;
        IterationMetrics metrics = new()
        {
            Iteration = long.MinValue, EnvSteps = long.MinValue, Episodes = long.MinValue,
            MeanReturn = longest, MeanLength = longest, PolicyLoss = longest, ValueLoss = longest, Entropy = longest, ApproxKl = longest,
            ClipFraction = longest,
            ExplainedVariance = longest, GradientNorm = longest, LearningRate = longest,
            Times = new PhaseTimes { RolloutSeconds = longest, ScanSeconds = longest, LearnSeconds = longest, OptimizeSeconds = longest },
        };
        Dictionary<string, string> row = Assert.Single(WriteAndRead(
            new TrainingProgress
            {
                Metrics = metrics,
                TotalSteps = 1,
                Seconds = longest,
                Evaluation = new EvaluationResult(longest, longest, 1),
            }));
        Assert.Equal("-1.23456789E-300", row["evalStdReturn"]);
    }

    [Fact]
    public void Write_ASecondLater_IsOnDiskWhileTheRunGoesOn()
    {
        using var folder = new TemporaryFolder();
        var clock = new ManualClock();
        string path = folder.Of("metrics.csv");
        using var file = new MetricsFile(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 0), clock);
        file.Write(Progress(1));
        clock.Tick();
        Assert.Equal(2, LinesOf(path).Length);
        file.Write(Progress(2));
        file.Write(Progress(3));
        Assert.Equal(2, LinesOf(path).Length);
        clock.Tick();
        Assert.Equal(4, LinesOf(path).Length);
        Assert.Equal(TimeSpan.FromSeconds(1), clock.Period);
    }

    [Fact]
    public void Write_DiskFullForAWhile_SaysSoAndLosesNothing()
    {
        var clock = new ManualClock();
        using var disk = new LimitedStream { Limit = 400 };
        using (var file = new MetricsFile(disk, clock))
        {
            for (int i = 1; i <= 20; i++)
            {
                file.Write(Progress(i));
                clock.Tick();
                if (i == 10)
                    Assert.Equal("disk full", file.Failure);
                disk.Limit = i < 15 ? 400 : long.MaxValue;
            }
        }

        string[] lines = System.Text.Encoding.UTF8.GetString(disk.ToArray()).TrimEnd('\n').Split('\n');
        Assert.Equal(21, lines.Length);
        Assert.All(lines, line => Assert.Equal(lines[0].Count(letter => letter == ','), line.Count(letter => letter == ',')));
        Assert.Equal(Enumerable.Range(1, 20), lines[1..].Select(line => int.Parse(line.Split(',')[0], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Write_DiskFullForGood_KeepsNoMoreThanItsCapacity()
    {
        var clock = new ManualClock();
        using var disk = new LimitedStream { Limit = 0 };
        using var file = new LineFile(disk, clock);
        var line = new byte[1000];
        for (int i = 0; i < 2 * LineFile.Capacity / line.Length; i++)
            file.Write(line);
        disk.Limit = long.MaxValue;
        clock.Tick();
        Assert.Equal(LineFile.Capacity / line.Length * line.Length, disk.Length);
    }

    private static TrainingProgress Progress(int iteration) => new()
    {
        Metrics = Metrics(out _) with { Iteration = iteration },
        TotalSteps = 1,
        Seconds = 1,
        Evaluation = null,
    };

    // As another program sees the file while it is being written.
    private static string[] LinesOf(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().TrimEnd('\n').Split('\n');
    }

    // Every number of the metrics differs, and stands under its property's name.
    private static IterationMetrics Metrics(out Dictionary<string, double> expected)
    {
        var values = new Dictionary<string, double>();
        object metrics = new IterationMetrics
        {
            Iteration = 0, EnvSteps = 0, Episodes = 0, MeanReturn = 0, MeanLength = 0, PolicyLoss = 0, ValueLoss = 0, Entropy = 0,
            ApproxKl = 0, ClipFraction = 0,
            ExplainedVariance = 0, GradientNorm = 0, LearningRate = 0,
            Times = new PhaseTimes { RolloutSeconds = 1001.5, ScanSeconds = 1002.5, LearnSeconds = 1003.5, OptimizeSeconds = 1004.5 },
        };
        int next = 1;
        IEnumerable<PropertyInfo> numbers = typeof(IterationMetrics).GetProperties()
            .Where(property => property.PropertyType != typeof(PhaseTimes));
        foreach (PropertyInfo property in numbers)
        {
            double value = property.PropertyType == typeof(long) ? next : next + 0.125;
            next++;
            property.SetValue(metrics, Convert.ChangeType(value, property.PropertyType, CultureInfo.InvariantCulture));
            values[char.ToLowerInvariant(property.Name[0]) + property.Name[1..]] = value;
        }

        (values["rolloutSeconds"], values["scanSeconds"], values["learnSeconds"], values["optimizeSeconds"]) =
            (1001.5, 1002.5, 1003.5, 1004.5);
        expected = values;
        return (IterationMetrics)metrics;
    }

    private static Dictionary<string, string>[] WriteAndRead(params TrainingProgress[] lines)
    {
        using var folder = new TemporaryFolder();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            // A comma as the decimal sign, which must not reach the file.
            var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            commas.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = commas;
            using var file = new MetricsFile(folder.Of("metrics.csv"));
            foreach (TrainingProgress line in lines)
                file.Write(line);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        string[] text = File.ReadAllLines(folder.Of("metrics.csv"));
        string[] header = text[0].Split(',');
        return [.. text[1..].Select(line => header.Zip(Cells(line, header.Length)).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    private static string[] Cells(string line, int expected)
    {
        string[] cells = line.Split(',');
        Assert.Equal(expected, cells.Length);
        return cells;
    }

    // A clock whose only timer fires when told to.
    private sealed class ManualClock : TimeProvider
    {
        private TimerCallback? callback;

        public TimeSpan Period { get; private set; }

        public void Tick() => callback!(null);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            this.callback = callback;
            Period = period;
            return new NoTimer();
        }

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    // A disk with room for so many bytes; what fits of a write is written before it fails, as a file system does.
    private sealed class LimitedStream : MemoryStream
    {
        public long Limit { get; set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            int fits = (int)Math.Clamp(Limit - Position, 0, count);
            base.Write(buffer, offset, fits);
            if (fits < count)
                throw new IOException("disk full");
        }
    }
}
