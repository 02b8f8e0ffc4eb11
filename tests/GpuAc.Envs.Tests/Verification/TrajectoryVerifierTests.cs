using System.Globalization;
using System.Text.Json.Nodes;
using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Envs.Tests.Support;
using GpuAc.Envs.Verification;

namespace GpuAc.Envs.Tests.Verification;

/// <summary>Recordings of the reference agree; damaged ones do not.</summary>
public class TrajectoryVerifierTests
{
    public static TheoryData<string> Environments => GoldenFiles.Environments;

    [Theory]
    [MemberData(nameof(Environments))]
    public void Verify_RecordedFromGymnasium_Agrees(string environment)
    {
        TrajectoryReport report = EnvironmentCatalog.Verify(GoldenFiles.Path(environment));
        Assert.True(report.Passed, string.Join("; ", report.FirstMismatches));
        Assert.Equal(environment, report.EnvironmentId);
        Assert.True(report.Steps > 1000);
        Assert.Equal(20, report.Trajectories);
        Assert.InRange(report.MaxError, 1e-12, 5e-5);
        Assert.Contains(1, report.LaneWidths);
    }

    [Theory]
    [InlineData("CartPole-v1", "states", 3, "state")]
    [InlineData("MountainCar-v0", "states", 1, "state")]
    [InlineData("Pendulum-v1", "observations", 0, "observation")]
    [InlineData("Acrobot-v1", "observations", 5, "observation")]
    public void Verify_ComponentChangedByAThousandth_IsAMismatchOfThatStep(string environment, string field, int component, string quantity)
    {
        // The last step of a trajectory, so that no other starts from what was changed.
        Damage(environment, trajectory => Scale(trajectory[field]![LastStep(trajectory)]!, component, 1.001), report =>
        {
            Assert.False(report.Passed);
            Assert.Equal(report.LaneWidths.Count, report.Mismatches);
            Assert.All(report.FirstMismatches, mismatch => Assert.StartsWith(quantity, mismatch.Quantity));
            Assert.All(report.FirstMismatches, mismatch => Assert.Equal(3, mismatch.Trajectory));
        });
    }

    [Theory]
    [InlineData("CartPole-v1")]
    [InlineData("Pendulum-v1")]
    [InlineData("MountainCarContinuous-v0")]
    public void Verify_RewardChanged_IsAMismatch(string environment)
    {
        Damage(environment, trajectory => Scale(trajectory["rewards"]!, 5, 1.001), report =>
        {
            Assert.Equal(report.LaneWidths.Count, report.Mismatches);
            Assert.All(report.FirstMismatches, mismatch => Assert.Equal(("reward", 5), (mismatch.Quantity, mismatch.Step)));
        });
    }

    [Theory]
    [InlineData("terminated")]
    [InlineData("truncated")]
    public void Verify_FlagChanged_IsAMismatch(string flag)
    {
        Damage("CartPole-v1", trajectory => trajectory[flag]![2] = 1, report =>
        {
            Assert.Equal(report.LaneWidths.Count, report.Mismatches);
            Assert.All(report.FirstMismatches, mismatch => Assert.Equal(flag, mismatch.Quantity));
        });
    }

    [Fact]
    public void Verify_EndNotMarked_IsAMismatch() => Damage(
        "CartPole-v1",
        trajectory => trajectory["terminated"]![LastStep(trajectory)] = 0,
        report => Assert.Contains(report.FirstMismatches, mismatch => mismatch.Quantity == "terminated"));

    [Fact]
    public void Verify_TruncatedAtTheLimitButNotMarked_IsAMismatch() => GoldenFiles.WithChanged(
        "Pendulum-v1",
        root => root["trajectories"]![0]!["truncated"]![199] = 0,
        path =>
            Assert.Contains(EnvironmentCatalog.Verify(path).FirstMismatches, mismatch => mismatch is { Quantity: "truncated", Step: 199 }));

    [Fact]
    public void Verify_ActionChanged_IsAMismatch() => Damage(
        "Acrobot-v1",
        trajectory => trajectory["actions"]![4] = (trajectory["actions"]![4]!.GetValue<int>() + 1) % 3,
        report => Assert.All(report.FirstMismatches, mismatch => Assert.Equal(4, mismatch.Step)));

    [Fact]
    public void Verify_AngleNextToHalfATurn_AgreesWithEitherSign()
    {
        // A link turning through π: of many start angles, the one that ends nearest to π; rounding may put it on either side.
        StepBatch nearest = Single<AcrobotV1>([0, 0.5f, 0.5f, 0], action: 1);
        for (float angle = 2.9f; angle < MathF.PI; angle += 1e-6f)
        {
            StepBatch batch = Single<AcrobotV1>([angle, 0.5f, 0.5f, 0], action: 1);
            if (Math.Abs(batch.NextStates[0]) > Math.Abs(nearest.NextStates[0]))
                nearest = batch;
        }

        Assert.True(Math.PI - Math.Abs(nearest.NextStates[0]) < 2e-6);
        float[] otherSign = [nearest.NextStates[0] - (2 * MathF.PI * MathF.Sign(nearest.NextStates[0])), .. nearest.NextStates[1..]];
        foreach (float[] next in new[] { nearest.NextStates, otherSign })
            GoldenFiles.WithText(Recording("Acrobot-v1", nearest, next, nearest.Terminated[0]), AssertPasses);
        otherSign[0] += 1e-3f;
        GoldenFiles.WithText(Recording("Acrobot-v1", nearest, otherSign, nearest.Terminated[0]), path =>
            Assert.False(EnvironmentCatalog.Verify(path).Passed));
    }

    [Theory]
    [InlineData(3e-7, true)]
    [InlineData(1e-3, false)]
    public void Verify_PositionBeyondThreshold_AgreesWithEitherFlagOnlyWithinTheBand(double beyond, bool agreesWithEither)
    {
        StepBatch batch = Single<CartPoleV1>([(float)(2.4 + beyond - 0.02), 1, 0, 0], action: 0);
        Assert.True(batch.Terminated[0]);
        GoldenFiles.WithText(Recording("CartPole-v1", batch, batch.NextStates, terminated: true), AssertPasses);
        GoldenFiles.WithText(
            Recording("CartPole-v1", batch, batch.NextStates, terminated: false),
            path => Assert.Equal(agreesWithEither, EnvironmentCatalog.Verify(path).Passed));
    }

    [Fact]
    public void Verify_OtherEnvironment_SaysWhich()
    {
        EnvironmentEntry entry = EnvironmentCatalog.Find("pendulum");
        var error = Assert.Throws<GpuAcException>(() => entry.Verify(GoldenFiles.Path("CartPole-v1")));
        Assert.Contains("CartPole-v1", error.Message);
        Assert.Contains("Pendulum-v1", error.Message);
    }

    private static void AssertPasses(string path)
    {
        TrajectoryReport report = EnvironmentCatalog.Verify(path);
        Assert.True(report.Passed, string.Join("; ", report.FirstMismatches));
    }

    private static int LastStep(JsonNode trajectory) => trajectory["actions"]!.AsArray().Count - 1;

    private static void Scale(JsonNode list, int index, double factor) => list[index] = list[index]!.GetValue<double>() * factor;

    private static void Damage(string environment, Action<JsonNode> change, Action<TrajectoryReport> check) => GoldenFiles.WithChanged(
        environment,
        root => change(root["trajectories"]![3]!),
        path => check(EnvironmentCatalog.Verify(path)));

    private static StepBatch Single<TEnv>(float[] state, float action)
        where TEnv : struct, IEnvironment
    {
        var batch = new StepBatch(TEnv.Spec, 1);
        state.CopyTo(batch.States, 0);
        batch.Actions[0] = action;
        batch.Step<TEnv>(1);
        return batch;
    }

    /// <summary>A recording of one step.</summary>
    private static string Recording(string environment, StepBatch batch, float[] next, bool terminated)
    {
        float[] observation = environment == "Acrobot-v1" ? ObservationOf.State<AcrobotV1>(batch.States, 1) : batch.States;
        return $$"""
            {"environment":"{{environment}}",
            "trajectories":[{"initial_state":{{Row(batch.States)}},"initial_observation":{{Row(observation)}},
            "actions":[{{batch.Actions[0]}}],"states":[{{Row(next)}}],"observations":[{{Row(batch.Observations)}}],
            "rewards":[{{batch.Rewards[0]}}],"terminated":[{{(terminated ? 1 : 0)}}],"truncated":[0]}]}
            """;
    }

    private static string Row(float[] values) =>
        $"[{string.Join(',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}]";
}
