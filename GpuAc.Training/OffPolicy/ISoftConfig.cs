using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;

namespace GpuAc.Training.OffPolicy;

/// <summary>The settings of the temperature α, of maximum-entropy algorithms: SAC and its discrete form.</summary>
public interface ISoftConfig
{
    /// <summary>Temperature α at the start, above 0.</summary>
    float InitialTemperature { get; }

    /// <summary>Whether the temperature steers the policy's entropy to its target; otherwise it stays as it is.</summary>
    bool AutoTemperature { get; }

    /// <summary>Learning rate of the temperature, above 0, or 0 for that of the actor.</summary>
    float TemperatureLearningRate { get; }

    /// <summary>Optimiser of the actor.</summary>
    OptimizerConfig Optimizer { get; }

    /// <summary>
    /// Optimiser of the temperature, or null to keep it as it is: Adam without weight decay, whatever moves the weights, with the actor's
    /// decay rates and schedule.
    /// </summary>
    OptimizerConfig? TemperatureOptimizer => !AutoTemperature ? null : Optimizer with
    {
        Kind = OptimizerKind.Adam,
        WeightDecay = 0,
        LearningRate = TemperatureLearningRate > 0 ? TemperatureLearningRate : Optimizer.LearningRate,
    };

    /// <summary>How the temperature begins and moves.</summary>
    /// <param name="targetEntropy">Entropy that it steers to, in nats.</param>
    TemperaturePlan CreateTemperaturePlan(float targetEntropy) =>
        new() { Initial = InitialTemperature, Optimizer = TemperatureOptimizer, TargetEntropy = targetEntropy };
}
