using System.Globalization;
using GpuAc.Kernels.Statistics;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Logging;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.Logging;

public class MetricsFileTests
{
    private static readonly Metric[] Own = [new("train/first", "a number"), new("train/second", "another")];

    [Fact]
    public void Write_DistinctValues_StandUnderTheirNames()
    {
        IterationMetrics metrics = Metrics();
        Dictionary<string, string> row = Assert.Single(WriteAndRead(new TrainingProgress
        {
            Metrics = metrics,
            TotalSteps = 1,
            Seconds = 0.25,
            Evaluation = new EvaluationResult(-123.5, 7.25, 100),
        }));
        Dictionary<string, double> expected = new()
        {
            ["time/iterations"] = 1, ["time/total_timesteps"] = 2, ["time/time_elapsed"] = 0.25,
            ["rollout/episodes"] = 3, ["rollout/ep_rew_mean"] = 4.5, ["rollout/ep_len_mean"] = 5.5,
            ["train/first"] = 6.5, ["train/second"] = 7.5,
            ["time/rollout"] = 1001.5, ["time/returns"] = 1002.5, ["time/learn"] = 1003.5, ["time/optimize"] = 1004.5,
            ["eval/mean_reward"] = -123.5, ["eval/std_reward"] = 7.25,
        };
        Assert.Equal(expected, row.ToDictionary(pair => pair.Key, pair => double.Parse(pair.Value, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Write_NothingToSay_LeavesTheCellEmpty()
    {
        IterationMetrics metrics = Metrics() with { MeanReturn = double.NaN, Values = [6.5, double.NegativeInfinity] };
        var progress = new TrainingProgress { Metrics = metrics, TotalSteps = 1, Seconds = 1, Evaluation = null };
        Dictionary<string, string>[] rows = WriteAndRead(progress, progress);
        Assert.Equal(2, rows.Length);
        foreach (string empty in new[] { "rollout/ep_rew_mean", "train/second", "eval/mean_reward", "eval/std_reward" })
            Assert.Equal("", rows[1][empty]);
        Assert.Equal("1", rows[1]["time/time_elapsed"]);
    }

    [Fact]
    public void Write_BillionsOfSteps_KeepsEveryDigit()
    {
        IterationMetrics metrics =
            Metrics() with { Iteration = 9_876_543_210, EnvSteps = 1_234_567_890_123, Episodes = 1_000_000_001 };
        Dictionary<string, string> row = Assert.Single(
            WriteAndRead(new TrainingProgress { Metrics = metrics, TotalSteps = 1, Seconds = 1, Evaluation = null }));
        Assert.Equal(
            ("9876543210", "1234567890123", "1000000001"),
            (row["time/iterations"], row["time/total_timesteps"], row["rollout/episodes"]));
    }

    [Fact]
    public void Write_LongestNumbers_FitALine()
    {
        double longest = -1.2345678912345e-300;
        IterationMetrics metrics = new()
        {
            Iteration = long.MinValue, EnvSteps = long.MinValue, Episodes = long.MinValue,
            MeanReturn = longest, MeanLength = longest, Metrics = Own, Values = [longest, longest],
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
        Assert.Equal("-1.23456789E-300", row["eval/std_reward"]);
    }

    [Fact]
    public void Write_ASecondLater_IsOnDiskWhileTheRunGoesOn()
    {
        using var folder = new TemporaryFolder();
        var clock = new ManualClock();
        string path = folder.Of("metrics.csv");
        using var file = new MetricsFile(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 0), Own, clock);
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
        using (var file = new MetricsFile(disk, Own, clock))
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
        Metrics = Metrics() with { Iteration = iteration },
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

    private static IterationMetrics Metrics() => new()
    {
        Iteration = 1,
        EnvSteps = 2,
        Episodes = 3,
        MeanReturn = 4.5,
        MeanLength = 5.5,
        Metrics = Own,
        Values = [6.5, 7.5],
        Times = new PhaseTimes { RolloutSeconds = 1001.5, ScanSeconds = 1002.5, LearnSeconds = 1003.5, OptimizeSeconds = 1004.5 },
    };

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
            using var file = new MetricsFile(folder.Of("metrics.csv"), Own);
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
