using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Tests.Settings;

public class FitTests
{
    [Theory]
    [InlineData(17, 64, 256, 64)]           // 1088 = 64 × 17
    [InlineData(64, 64, 300, 256)]
    [InlineData(64, 64, 256, 256)]
    [InlineData(3, 5, 4096, 15)]            // nothing but the rollout itself
    [InlineData(16, 64, 1 << 20, 1024)]
    public void Fit_Ppo_TakesTheNearestMinibatchThatTilesTheRollout(int envs, int steps, long given, long expected)
    {
        var config = new PpoConfig { NumEnvs = envs, NumSteps = steps, MinibatchSize = given };
        var fitted = (PpoConfig)config.Fit();
        Assert.Equal(expected, fitted.MinibatchSize);
        Assert.Empty(fitted.Validate());
    }

    [Fact]
    public void Fit_FaultsOfTheirOwn_Stay()
    {
        var config = new PpoConfig { MinibatchSize = 0 };
        Assert.Equal(config, config.Fit());
        Assert.NotEmpty(config.Fit().Validate());
        var other = new A2cConfig { NumEnvs = 17 };
        Assert.Same(other, other.Fit());
    }

    [Theory]
    [InlineData(500, 800, 1)]
    [InlineData(800, 800, 1)]
    [InlineData(801, 800, 0)]
    [InlineData(200, 0, 0)]
    public void Warnings_BudgetThatEndsBeforeLearning_IsNamed(long totalSteps, long learningStarts, int warnings)
    {
        var config = new SacConfig
        {
            NumEnvs = 8, NumSteps = 25, MinibatchSize = 100, TotalSteps = totalSteps, LearningStarts = learningStarts,
        };
        Assert.Equal(warnings, config.Warnings().Count);
        Assert.All(config.Warnings(), warning => Assert.Contains("'learningStarts' 800", warning, StringComparison.Ordinal));
        using ITrainer trainer = Trainer.Create<Envs.ClassicControl.PendulumV1>(
            config, new TrainerOptions { Threads = 1, Device = Kernels.Plans.DeviceKind.Cpu });
        double updates = 0;
        while (trainer.EnvSteps < trainer.TotalSteps)
            updates += trainer.Iterate()[OffPolicyMetrics.Updates];
        Assert.Equal(warnings == 0, updates > 0);
    }
}
