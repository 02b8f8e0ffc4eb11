using GpuAc.Kernels.Plans;
using GpuAc.Training.Tests.Updates;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>Updates of every algorithm on accelerators against PyTorch's, as <see cref="UpdateTests"/> has them on CPU lanes.</summary>
public class UpdateAgreementTests
{
    // Of each kind of update and of data one; the others are part of the whole agreement suite.
    private static readonly string[] FewOnPolicy = ["ppo-gaussian", "a2c-categorical", "reinforce-baseline"];
    private static readonly string[] FewOffPolicy = ["td3", "sac", "q-actor-critic"];

    public static TheoryData<string, DeviceKind> OnPolicyCases => On(FewOnPolicy);

    public static TheoryData<string, DeviceKind> OffPolicyCases => On(FewOffPolicy);

    public static TheoryData<string, DeviceKind> OtherOnPolicyCases => On(UpdateData.With("rollout").Except(FewOnPolicy));

    public static TheoryData<string, DeviceKind> OtherOffPolicyCases => On(UpdateData.With("replay").Except(FewOffPolicy));

    [Theory]
    [MemberData(nameof(OnPolicyCases))]
    public void Iterate_OnPolicy_LeavesPyTorchsWeights(string name, DeviceKind device) => CheckOnPolicy(name, device);

    [Theory]
    [MemberData(nameof(OffPolicyCases))]
    public void Update_OffPolicy_LeavesPyTorchsWeights(string name, DeviceKind device) => CheckOffPolicy(name, device);

    [FullAgreementTheory]
    [MemberData(nameof(OtherOnPolicyCases))]
    public void Iterate_OtherOnPolicy_LeavesPyTorchsWeights(string name, DeviceKind device) => CheckOnPolicy(name, device);

    [FullAgreementTheory]
    [MemberData(nameof(OtherOffPolicyCases))]
    public void Update_OtherOffPolicy_LeavesPyTorchsWeights(string name, DeviceKind device) => CheckOffPolicy(name, device);

    private static void CheckOnPolicy(string name, DeviceKind device)
    {
        var given = new GivenRollout(name);
        OnPolicyComparison.Check(given, new GivenRolloutEngines(given).On(device), $"{name} on {device}");
    }

    private static void CheckOffPolicy(string name, DeviceKind device)
    {
        var given = new GivenReplay(name);
        OffPolicyComparison.Check(given, new GivenReplayLearners(given).On(device), $"{name} on {device}");
    }

    private static TheoryData<string, DeviceKind> On(IEnumerable<string> cases)
    {
        var data = new TheoryData<string, DeviceKind>();
        foreach (string name in cases)
        {
            foreach (DeviceKind device in PresentDevices.All)
                data.Add(name, device);
        }

        return data;
    }
}
