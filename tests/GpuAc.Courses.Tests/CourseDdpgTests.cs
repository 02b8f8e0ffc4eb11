using GpuAc.Envs.ClassicControl;
using GpuAc.Kernels.Plans;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;

namespace GpuAc.Courses.Tests;

public class CourseDdpgTests
{
    private static readonly CourseDdpgConfig Config = new()
    {
        NumSteps = 60, LearningStarts = 20, MinibatchSize = 16, Tau = 0.125f, HiddenSizes = [8, 8], TotalSteps = 600,
    };

    [Fact]
    public void Iterate_Polyak_IsDdpg()
    {
        var ddpg = new DdpgConfig
        {
            NumSteps = Config.NumSteps, LearningStarts = Config.LearningStarts, MinibatchSize = Config.MinibatchSize, Tau = Config.Tau,
            HiddenSizes = Config.HiddenSizes, TotalSteps = Config.TotalSteps,
        };
        Assert.Equal(Train(ddpg), Train(Config));
    }

    [Fact]
    public void Iterate_CrossedRules_LearnOtherPolicies()
    {
        float[][] policies = [.. Enum.GetValues<CourseTargets>().Select(rule => Train(Config with { TargetRule = rule }))];
        Assert.Equal(policies.Length, policies.Select(policy => string.Join(' ', policy)).Distinct().Count());
        Assert.All(policies, policy => Assert.All(policy, weight => Assert.True(float.IsFinite(weight))));
    }

    [Fact]
    public void Validate_UnknownRule_IsAFault() => Assert.Contains(
        (Config with { TargetRule = (CourseTargets)7 }).Validate(), fault => fault.Contains("targetRule", StringComparison.Ordinal));

    private static float[] Train(TrainerConfig config)
    {
        using ITrainer trainer = Trainer.Create<PendulumV1>(
            config, new TrainerOptions { Seed = 4, Threads = 1, Device = DeviceKind.Cpu });
        trainer.Iterate();
        trainer.Iterate();
        return trainer.Snapshot().Parameters;
    }
}
