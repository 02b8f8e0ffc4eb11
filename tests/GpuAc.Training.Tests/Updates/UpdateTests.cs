using GpuAc.Kernels.Tests.Support;

namespace GpuAc.Training.Tests.Updates;

/// <summary>
/// Updates of every algorithm, from given weights and given data, leave the weights, targets, gradients, temperatures and losses that
/// PyTorch's autograd and optimisers leave, at every lane width; see tests/Reference/updates.
/// </summary>
public class UpdateTests
{
    public static TheoryData<string> OnPolicyCases => [.. UpdateData.With("rollout")];

    public static TheoryData<string> OffPolicyCases => [.. UpdateData.With("replay")];

    [Theory]
    [MemberData(nameof(OnPolicyCases))]
    public void Iterate_OnPolicyAtEveryLaneWidth_LeavesPyTorchsWeights(string name)
    {
        var given = new GivenRollout(name);
        foreach (int width in LaneRunner.AllWidths)
            OnPolicyComparison.Check(given, LaneDispatch.Run(width, new GivenRolloutEngines(given)), $"{name} at width {width}");
    }

    [Theory]
    [MemberData(nameof(OffPolicyCases))]
    public void Update_OffPolicyAtEveryLaneWidth_LeavesPyTorchsWeights(string name)
    {
        var given = new GivenReplay(name);
        foreach (int width in LaneRunner.AllWidths)
            OffPolicyComparison.Check(given, LaneDispatch.Run(width, new GivenReplayLearners(given)), $"{name} at width {width}");
    }
}
