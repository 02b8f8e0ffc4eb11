using GpuAc.Kernels.Optimizers;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Tests.Support;

/// <summary>Small runs.</summary>
internal static class TestSettings
{
    public static PpoConfig Ppo { get; } = new()
    {
        NumEnvs = 96,
        NumSteps = 16,
        NumEpochs = 2,
        MinibatchSize = 512,
        TotalSteps = 1_000_000,
        HiddenSizes = [16, 16],
        Optimizer = new OptimizerConfig { LearningRate = 1e-3f },
    };

    public static ReinforceConfig Reinforce { get; } = new()
    {
        NumEnvs = 100,
        TotalSteps = 1_000_000,
        HiddenSizes = [16, 16],
        Baseline = true,
        Optimizer = new OptimizerConfig { LearningRate = 1e-3f },
    };

    public static OneStepAcConfig OneStepAc { get; } = new()
    {
        NumEnvs = 100,
        TotalSteps = 1_000_000,
        HiddenSizes = [16, 16],
        Optimizer = new OptimizerConfig { LearningRate = 1e-3f },
    };

    public static A3cConfig A3c { get; } = new()
    {
        NumEnvs = 3,
        TotalSteps = 1_000_000,
        HiddenSizes = [16, 16],
        Optimizer = new OptimizerConfig { LearningRate = 1e-3f },
    };

    public static A2cConfig A2c { get; } = new()
    {
        NumEnvs = 100,
        NumSteps = 5,
        TotalSteps = 1_000_000,
        HiddenSizes = [16, 16],
        Optimizer = new OptimizerConfig { LearningRate = 1e-3f },
    };
}
