using GpuAc.Envs.ClassicControl;
using GpuAc.Kernels.Activations;
using GpuAc.Kernels.Distributions;
using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Returns;

namespace GpuAc.Compat.Ilgpu.Tests.Lanes;

/// <summary>
/// The toolkit's mathematics, unchanged, one sample a thread: bit for bit what the scalar lane gives, and near what vectors give.
/// </summary>
public class LaneTests
{
    private const int Count = 1024;

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Environments_OnADevice_AgreeWithTheLanes(Target target)
    {
        Check<EnvironmentFormula<CartPoleV0>>(target);
        Check<EnvironmentFormula<CartPoleV1>>(target);
        Check<EnvironmentFormula<AcrobotV1>>(target);
        Check<EnvironmentFormula<MountainCarV0>>(target);
        Check<EnvironmentFormula<MountainCarContinuousV0>>(target);
        Check<EnvironmentFormula<PendulumV1>>(target);
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Activations_OnADevice_AgreeWithTheLanes(Target target)
    {
        Check<ActivationFormula<IdentityActivation>>(target);
        Check<ActivationFormula<ReLUActivation>>(target);
        Check<ActivationFormula<TanhActivation>>(target);
        Check<ActivationFormula<SiLUActivation>>(target);
        Check<ActivationFormula<GeluTanhActivation>>(target);
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Distributions_OnADevice_AgreeWithTheLanes(Target target)
    {
        Check<DistributionFormula<Categorical>>(target);
        Check<DistributionFormula<DiagonalGaussian>>(target);
        Check<DistributionFormula<SquashedGaussian>>(target);
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Losses_OnADevice_AgreeWithTheLanes(Target target)
    {
        Check<LossFormula<PpoLoss>>(target);
        Check<LossFormula<A2CLoss>>(target);
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void ReturnEstimators_OnADevice_AgreeWithTheLanes(Target target)
    {
        Check<ReturnFormula<GeneralizedAdvantage>>(target);
        Check<ReturnFormula<MonteCarloReturn>>(target);
        Check<ReturnFormula<NStepReturn>>(target);
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void OptimizerRules_OnADevice_AgreeWithTheLanes(Target target)
    {
        Check<OptimizerFormula<Adam>>(target);
        Check<OptimizerFormula<AdamW>>(target);
        Check<OptimizerFormula<RMSProp>>(target);
        Check<OptimizerFormula<Sgd>>(target);
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void ElementaryFunctions_OnADevice_AgreeWithTheLanes(Target target) => Check<ElementaryFormula>(target);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void RandomDraws_OnADevice_AreTheSameBits(Target target)
    {
        var inputs = Inputs();
        var device = LaneRunner.OnDevice<RandomFormula>(Devices.Get(target), inputs, Count);
        Assert.Equal(LaneRunner.OnLanes<RandomFormula, Lane1>(inputs, Count), device);
        Assert.Equal(LaneRunner.OnLanes<RandomFormula, Lane4>(inputs, Count), device);
    }

    private static void Check<TFormula>(Target target)
        where TFormula : struct, ILaneFormula
    {
        var inputs = Inputs();
        var device = LaneRunner.OnDevice<TFormula>(Devices.Get(target), inputs, Count);
        var scalar = LaneRunner.OnLanes<TFormula, Lane1>(inputs, Count);
        var vector = LaneRunner.OnLanes<TFormula, Lane4>(inputs, Count);
        for (var i = 0; i < device.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(device[i]) != BitConverter.SingleToInt32Bits(scalar[i])
                && !(float.IsNaN(device[i]) && float.IsNaN(scalar[i])))
                Assert.Fail($"{typeof(TFormula)}: output {i / Count} of sample {i % Count} is {device[i]:R}, but {scalar[i]:R} on Lane1.");
            if (Math.Abs(device[i] - vector[i]) > 1e-5 * Math.Max(1, Math.Abs(vector[i])))
                Assert.Fail($"{typeof(TFormula)}: output {i / Count} of sample {i % Count} is {device[i]:R}, but {vector[i]:R} on Lane4.");
        }
    }

    private static float[] Inputs()
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, Count * Components.Capacity).Select(_ => random.NextSingle())];
    }
}
