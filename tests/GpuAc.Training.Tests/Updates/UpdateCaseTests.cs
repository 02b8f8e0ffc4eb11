using GpuAc.Kernels.Optimizers;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.Tests.Updates;

/// <summary>The cases that are compared with PyTorch leave nothing out.</summary>
public class UpdateCaseTests
{
    private static readonly GivenRollout[] OnPolicy = [.. UpdateData.With("rollout").Select(name => new GivenRollout(name))];

    private static readonly TrainerConfig[] Configs =
        [.. OnPolicy.Select(given => given.Config), .. UpdateData.With("replay").Select(name => new GivenReplay(name).Config)];

    [Fact]
    public void Cases_CoverEveryAlgorithm() => Assert.Equal(
        AlgorithmCatalog.All.Where(algorithm => algorithm.GetType().Assembly == typeof(AlgorithmCatalog).Assembly)
            .Select(algorithm => algorithm.Name).Order(),
        Configs.Select(config => config.Algorithm.Name).Distinct().Order());

    [Fact]
    public void Cases_CoverEveryActivation() => Assert.Equal(
        Activation.BuiltIn.Except([Activation.Identity]).ToHashSet(), Configs.Select(config => config.Activation).ToHashSet());

    [Fact]
    public void Cases_CoverEveryOptimizer() => Assert.Equal(
        Enum.GetValues<OptimizerKind>().Order(), Configs.Select(config => config.Optimizer.Kind).Distinct().Order());

    [Fact]
    public void Cases_CoverEveryDistribution() => Assert.Equal(
        [DistributionKind.Categorical, DistributionKind.DiagonalGaussian, DistributionKind.SquashedGaussian],
        OnPolicy.Select(given => given.Distribution).Distinct().Order());
}
