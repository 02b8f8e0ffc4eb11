using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Plans;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;

namespace GpuAc.Courses.Tests;

public class CrossedTargetsTests
{
    private const float Tau = 0.125f;

    // The first and the third layers of the actor are like those of the critic's observation branch and trunk; the second is not.
    private static readonly OffPolicySpec Networks = new(
        MlpSpec.Create(3, [4, 5], Activation.ReLU, 2),
        new QNetworkSpec(
            MlpSpec.Create(3, [4], Activation.ReLU, 6), MlpSpec.Create(1, [], Activation.ReLU, 6),
            MlpSpec.Create(6, [2], Activation.ReLU, 1)),
        1);

    [Theory]
    [InlineData(Tau)]
    [InlineData(0f)]
    public void Follow_LayersOfOneShape_ReplacesTheCriticsTargetByTheActorsBeforeItsOwn(float tau)
    {
        var layout = new OffPolicyLayout(Networks);
        float[] online = Values(layout, 1), before = Values(layout, 2), targets = [.. before];

        new CrossedTargets("crossed", tau).Follow(new TargetNetworks(layout, online, targets));

        PaddedLayer actor = layout.Networks[0][0], alike = layout.Networks[1][0];
        for (int i = 0; i < targets.Length; i++)
        {
            bool isActor = i < layout.ActorLength, isCrossed = i >= alike.Weights && i < alike.End;
            int from = actor.Weights + i - alike.Weights;
            double old = isCrossed ? ((1.0 - tau) * online[from]) + ((double)tau * before[from]) : before[i];
            double expected = isActor ? before[i] : ((1.0 - tau) * online[i]) + (tau * old);
            Assert.True(Math.Abs(expected - targets[i]) <= 1e-6, $"parameter {i}: expected {expected}, but is {targets[i]}");
        }
    }

    [Fact]
    public void Follow_TheBranchOfTheAction_IsNotCounted()
    {
        // Were it counted, the actor's second layer would meet it; so it meets the trunk's first.
        OffPolicySpec spec = Networks with { Actor = MlpSpec.Create(3, [4, 6, 6], Activation.ReLU, 2) };
        spec = spec with { Critic = spec.Critic with { Trunk = MlpSpec.Create(6, [6], Activation.ReLU, 1) } };
        var layout = new OffPolicyLayout(spec);
        float[] online = Values(layout, 1), before = Values(layout, 2), targets = [.. before];

        new CrossedTargets("crossed", Tau).Follow(new TargetNetworks(layout, online, targets));

        PaddedLayer actor = layout.Networks[0][2], trunk = layout.Networks[3][0];
        Assert.Equal((actor.Spec.Inputs, actor.Spec.Outputs), (trunk.Spec.Inputs, trunk.Spec.Outputs));
        double crossed = ((1.0 - Tau) * online[actor.Weights]) + ((double)Tau * before[actor.Weights]);
        Assert.Equal(((1.0 - Tau) * online[trunk.Weights]) + (Tau * crossed), targets[trunk.Weights], 1e-6);
    }

    private static float[] Values(OffPolicyLayout layout, int salt)
    {
        var flat = new float[layout.FlatLength];
        for (int i = 0; i < flat.Length; i++)
            flat[i] = MathF.Sin((salt * 100) + i);
        var padded = new float[layout.Length];
        layout.Pack(flat, padded);
        return padded;
    }
}
