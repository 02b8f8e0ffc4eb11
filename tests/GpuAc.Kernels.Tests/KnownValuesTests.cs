using GpuAc.Kernels.Engines;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Tests.Inference;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Inference;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Tests;

/// <summary>A value that no enumeration declares is refused wherever it is given, by the name of its enumeration and those known.</summary>
public class KnownValuesTests
{
    [Fact]
    public void Unknown_Value_NamesItItsKindAndAllThatAreKnown()
    {
        var error = KnownValues.Unknown((OptimizerKind)99);
        Assert.Equal("(OptimizerKind)99", error.ParamName);
        Assert.StartsWith("'99' is no OptimizerKind; Adam, AdamW, RMSProp, Sgd are known.", error.Message, StringComparison.Ordinal);
        Assert.Equal(OptimizerKind.Sgd, KnownValues.Require(OptimizerKind.Sgd));
        Assert.Throws<ArgumentOutOfRangeException>(() => KnownValues.Require((OptimizerKind)(-1)));
    }

    [Fact]
    public void Device_Unknown_IsRefused()
    {
        AssertRefused<DeviceKind>(() => DeviceCatalog.NameOf((DeviceKind)99));
        AssertRefused<DeviceKind>(() => DeviceCatalog.Resolve((DeviceKind)99));
        Assert.Equal(
            "'device' must be one of Cpu, Cuda, OpenCL, IlgpuCpu, or null for the best of the machine, but is 99.",
            Assert.Single(new EngineOptions { Device = (DeviceKind)99 }.Validate()));
    }

    [Fact]
    public void Optimizer_UnknownKindOrSchedule_IsRefused()
    {
        AssertRefused<OptimizerKind>(() => new OptimizerConfig { Kind = (OptimizerKind)99 }.CreateStep(1, 0));
        AssertRefused<LearningRateSchedule>(() => new OptimizerConfig { Schedule = (LearningRateSchedule)99 }.LearningRateAt(0.5));
        Assert.Equal(
            [
                "'optimizer' must be one of Adam, AdamW, RMSProp, Sgd, but is 99.",
                "'learningRateSchedule' must be one of Constant, Linear, but is 99.",
            ],
            new OptimizerConfig { Kind = (OptimizerKind)99, Schedule = (LearningRateSchedule)99 }.Validate());
    }

    [Fact]
    public void Exploration_UnknownNoise_IsRefused() =>
        AssertRefused<NoiseKind>(() => new ExplorationStep { Noise = (NoiseKind)99 });

    [Fact]
    public void Initialization_Unknown_IsRefused()
    {
        var config = new InitializationConfig { Kind = (InitializationKind)99 };
        ActorCriticSpec network = TestPolicies.Create(DistributionKind.Categorical).Network;
        AssertRefused<InitializationKind>(() => ActorCriticInitializer.Create(network, config, 0));
        Assert.StartsWith("'initialization' must be one of Orthogonal, ", Assert.Single(config.Validate()), StringComparison.Ordinal);
    }

    [Fact]
    public void Distribution_Unknown_IsRefused()
    {
        AssertRefused<DistributionKind>(() => ((DistributionKind)99).IsSquashed());
        AssertRefused<DistributionKind>(() => ((DistributionKind)99).HasLogStd());
        AssertRefused<DistributionKind>(() => ((DistributionKind)99).HasStateLogStd());
        PolicySnapshot snapshot = TestPolicies.Create(DistributionKind.Categorical) with { Distribution = (DistributionKind)99 };
        AssertRefused<DistributionKind>(() => CpuPolicy.Create(snapshot));
        Assert.Contains("Distribution 99 is unknown.", snapshot.Validate());
    }

    [Fact]
    public void LaneWidth_Unknown_IsRefused()
    {
        Assert.Equal("scalar", LaneWidth.Describe(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LaneWidth.Describe(7));
    }

    private static void AssertRefused<TEnum>(Func<object> use)
        where TEnum : struct, Enum
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(use);
        Assert.Contains($"'99' is no {typeof(TEnum).Name}; ", error.Message, StringComparison.Ordinal);
        Assert.All(Enum.GetNames<TEnum>(), name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }
}
