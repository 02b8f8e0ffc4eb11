using System.Globalization;
using System.Reflection;
using GpuAc.Training.Evaluation;
using GpuAc.Training.Logging;
using GpuAc.Training.OnPolicy;
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
}
