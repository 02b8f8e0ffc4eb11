using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Cpu.Rollouts;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Tests.Accelerators;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.Rollouts;

/// <summary>Moments of values that lie far from 0 and close together: half of them one spread above the center, half below.</summary>
public class FarMomentsTests
{
    public static TheoryData<int> Widths => LaneRunner.AllWidths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Run_AnyWidth_ReadsTheirVarianceFromTheFirstRolloutOn(int width)
    {
        CheckRollouts<Far>(width);
        CheckRollouts<Farther>(width);
    }

    [Fact]
    public void Iterate_OnCpuAndDevice_NormalisesByTheirVariance()
    {
        foreach (DeviceKind device in new[] { DeviceKind.Cpu, PresentDevices.Any })
        {
            CheckTraining<Far>(device);
            CheckTraining<Farther>(device);
        }
    }

    [Fact]
    public void Of_AnEnvironment_SaysItsFirstObservationAndReward()
    {
        RolloutPlan plan = RolloutFixture.PlanOf(numEnvs: 5, numSteps: 1);
        using RolloutFixture fixture = RolloutFixture.Create<FarEnvironment<Far>, Categorical>(plan, workers: 1, width: 4);
        fixture.Run();
        FirstStep first = FirstStep.Of<FarEnvironment<Far>>(plan.Seed, plan.FirstEnvironment);
        Assert.Equal([fixture.Sample(t: 0, env: 0, row: 0)], first.Observation);
        Assert.Equal(fixture.Column(t: 0, env: 0, ScanColumns.Reward), first.Reward);
    }

    [Fact]
    public void Of_AnEnvironmentWithoutFiniteValues_IsZero()
    {
        FirstStep first = FirstStep.Of<EndlessNoValue>(RolloutFixture.PlanOf(numEnvs: 1, numSteps: 1).Seed, 0);
        Assert.Equal([0f], first.Observation);
        Assert.Equal(0, first.Reward);
    }

    private static void CheckRollouts<TDistance>(int width)
        where TDistance : struct, IDistance
    {
        RolloutPlan plan = RolloutFixture.PlanOf(numEnvs: 150, numSteps: 20, normalize: true, scale: true);
        using RolloutFixture fixture = RolloutFixture.Create<FarEnvironment<TDistance>, Categorical>(plan, workers: 2, width);
        double spread = TDistance.Spread;
        for (int rollout = 1; rollout <= 3; rollout++)
        {
            fixture.Run();
            ObservationNormalization normalization = fixture.Normalizer!.Snapshot();
            // 3000 values with a fair coin each: their share of heads is within 5 standard errors of a half.
            double bias = 2 * 2.5 / Math.Sqrt(3000 * rollout);
            Assert.InRange(normalization.Mean[0], TDistance.Center - (bias * spread), TDistance.Center + (bias * spread));
            // Exactly spread² − (mean − center)², but for the rounding of the mean that was published.
            Assert.InRange(normalization.Variance[0] / (spread * spread), 1 - (bias * bias), 1.000001);
            if (rollout == 1)
                continue;
            float reward = fixture.Column(t: 0, env: 0, ScanColumns.Reward);
            Assert.InRange(Math.Abs(reward) * spread / Math.Abs(TDistance.Center), 0.99, 1.01);
        }
    }

    private static void CheckTraining<TDistance>(DeviceKind device)
        where TDistance : struct, IDistance
    {
        var config = TestSettings.Ppo with { NumEnvs = 128, MinibatchSize = 1024, NormalizeObservations = true, ScaleRewards = true };
        using ITrainer trainer = Trainer.Create<FarEnvironment<TDistance>>(config, new TrainerOptions { Device = device });
        for (int i = 0; i < 2; i++)
        {
            trainer.Iterate();
            ObservationNormalization normalization = trainer.Snapshot().Normalization!;
            Assert.InRange(normalization.Variance[0] / (TDistance.Spread * TDistance.Spread), 0.98, 1.000001);
        }

        IOnPolicyEngine engine = ((OnPolicyTrainer)trainer).Engine;
        engine.Rollout();
        float[] rows = engine.DownloadRollout();
        int samples = config.NumEnvs * config.NumSteps;
        // Normalised observations are −1 or 1.
        Assert.All(rows[..samples], observation => Assert.InRange(Math.Abs(observation), 0.85, 1.15));
    }

    private readonly struct EndlessNoValue : IEnvironment
    {
        public static EnvironmentSpec Spec { get; } = FarEnvironment<Far>.Spec with { Id = "NoValue-v0" };

        public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
            where F : struct, IFloatLane<F> => state[0] = F.Of(float.NaN);

        public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
            where F : struct, IFloatLane<F>
        {
            reward = F.Of(float.PositiveInfinity);
            terminated = F.Equal(F.Zero, F.One);
        }

        public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
            where F : struct, IFloatLane<F> => observation[0] = state[0];
    }
}
