using System.Text.Json;
using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Training.A2c;
using GpuAc.Training.A3c;
using GpuAc.Training.OneStepAc;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Ppo;
using GpuAc.Training.Reinforce;
using GpuAc.Training.Rollouts;
using GpuAc.Training.Tests.Accelerators;

namespace GpuAc.Training.Tests.Updates;

/// <summary>
/// Iterations of on-policy algorithms from given weights and a given rollout leave the weights, gradients and metrics that PyTorch's
/// autograd and optimisers leave; see tests/Reference/updates.
/// </summary>
public class OnPolicyUpdateTests
{
    private static readonly string[] Names = UpdateData.With("rollout");

    /// <summary>Enough on ilgpu-cpu; the others are part of the whole agreement suite.</summary>
    private static readonly string[] Quick = ["ppo-gaussian", "a2c-categorical", "reinforce-baseline"];

    public static TheoryData<string> Cases => [.. Names];

    public static TheoryData<string, DeviceKind> QuickCasesOnDevices => PresentDevices.With(Quick);

    public static TheoryData<string, DeviceKind> OtherCasesOnDevices => PresentDevices.With(Names.Except(Quick).Except(["a3c"]));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Iterate_OnCpuLanesOfAnyWidth_LeavesPyTorchsWeights(string name)
    {
        var given = new GivenRollout(name);
        foreach (int width in LaneRunner.AllWidths)
        {
            SharedParameters? shared = given.Config is A3cConfig ? new SharedParameters(new PaddedLayout(given.Network)) : null;
            shared?.State.Upload(given.Parameters);
            Check(given, LaneDispatch.Run(width, new GivenRolloutEngines(given, shared)), shared, $"{name} at width {width}");
        }
    }

    [Theory]
    [MemberData(nameof(QuickCasesOnDevices))]
    public void Iterate_OnAccelerators_LeavesPyTorchsWeights(string name, DeviceKind device) => CheckOn(device, name);

    [FullAgreementTheory]
    [MemberData(nameof(OtherCasesOnDevices))]
    public void Iterate_OtherCasesOnAccelerators_LeavesPyTorchsWeights(string name, DeviceKind device) => CheckOn(device, name);

    private static void CheckOn(DeviceKind device, string name)
    {
        var given = new GivenRollout(name);
        Check(given, new GivenRolloutEngines(given).On(device), null, $"{name} on {device}");
    }

    private static void Check(GivenRollout given, GivenRolloutEngine engine, SharedParameters? shared, string what)
    {
        using OnPolicyTrainer trainer = Create(given, engine, shared);
        double[] start = given.Data.Doubles("parameters");
        int iteration = 0;
        foreach (JsonElement expected in given.Data.GetProperty("iterations").EnumerateArray())
        {
            string when = $"{what}, iteration {++iteration}";
            IterationMetrics metrics = trainer.Iterate();
            RelativeError.AssertGradient(Networks(given), expected.Doubles("gradient"), engine.DownloadGradient(), $"{when}, gradient");
            RelativeError.AssertChange(
                Networks(given), start, expected.Doubles("parameters"), trainer.Snapshot().Parameters, $"{when}, weights");
            AssertMetrics(expected.GetProperty("metrics"), metrics, when);
        }
    }

    private static IEnumerable<Kernels.Networks.MlpSpec> Networks(GivenRollout given) =>
        [given.Network.Body, given.Network.Actor, given.Network.Critic];

    private static OnPolicyTrainer Create(GivenRollout given, GivenRolloutEngine engine, SharedParameters? shared)
    {
        var setup = new OnPolicySetup(given.Environment, given.Network, given.Distribution, engine, given.Seed);
        return given.Config switch
        {
            PpoConfig ppo => new PpoTrainer(ppo, setup),
            A2cConfig a2c => new A2cTrainer(a2c, setup),
            ReinforceConfig reinforce => new ReinforceTrainer(reinforce, setup),
            OneStepAcConfig oneStep => new OneStepAcTrainer(oneStep, setup),
            A3cConfig a3c => new A3cTrainer(a3c, setup, AsynchronousEngines.Create(1, Plan(given), shared!, _ => engine)),
            _ => throw new ArgumentException($"No trainer takes a {given.Config.GetType().Name}.", nameof(given)),
        };
    }

    private static RolloutPlan Plan(GivenRollout given) => new()
    {
        NumEnvs = given.Config.NumEnvs,
        NumSteps = given.Config.NumSteps,
        Seed = given.Seed,
        NormalizeObservations = false,
        ScaleRewards = false,
        Gamma = given.Config.Gamma,
    };

    // What a metric is not given for is not the algorithm's.
    private static void AssertMetrics(JsonElement expected, in IterationMetrics actual, string when)
    {
        foreach (JsonProperty metric in expected.EnumerateObject())
        {
            double value = metric.Name switch
            {
                "policyLoss" => actual.PolicyLoss,
                "valueLoss" => actual.ValueLoss,
                "entropy" => actual.Entropy,
                "approxKl" => actual.ApproxKl,
                "clipFraction" => actual.ClipFraction,
                "gradientNorm" => actual.GradientNorm,
                "explainedVariance" => actual.ExplainedVariance,
                _ => throw new ArgumentException($"There is no metric '{metric.Name}'.", nameof(expected)),
            };
            Near.Equal(metric.Value.GetDouble(), value, RelativeError.Allowed, 1e-6, $"{when}, {metric.Name}");
        }
    }
}
