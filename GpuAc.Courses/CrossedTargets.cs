using GpuAc.Kernels.Plans;
using GpuAc.Policies.Networks;

namespace GpuAc.Courses;

/// <summary>
/// A published course's rule: (1 − τ)·online + τ·target of the actor is written into the critic's target, wherever the layers have the same
/// shape, and then the critic's own over it. The actor's target never moves.
/// </summary>
/// <param name="name">What the rule is called.</param>
/// <param name="tau">τ: share of the old target that stays, in [0, 1]; 0 to copy outright.</param>
/// <remarks>
/// The actor's layers meet those of the critic that stand at the same place, where the branch for the action is not counted.
/// </remarks>
public sealed class CrossedTargets(string name, float tau) : ITargetRule
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public void Follow(TargetNetworks networks)
    {
        int place = 0;
        for (int network = 1; network < networks.Count; network++)
        {
            bool isActionBranch = networks.Spec.Critic.HasBranches && network == 2;
            for (int layer = 0; layer < networks.Layers(network); layer++)
            {
                Span<float> target = networks.Target(network, layer);
                if (!isActionBranch && place < networks.Layers(0))
                {
                    if (AreAlike(networks.Layer(0, place), networks.Layer(network, layer)))
                        Cross(networks.Online(0, place), networks.Target(0, place), target);
                    place++;
                }

                Follow(networks.Online(network, layer), target);
            }
        }
    }

    private static bool AreAlike(DenseLayerSpec left, DenseLayerSpec right) =>
        (left.Inputs, left.Outputs) == (right.Inputs, right.Outputs);

    // (1 − τ)·online + τ·target of the actor, into the critic's target.
    private void Cross(ReadOnlySpan<float> online, ReadOnlySpan<float> old, Span<float> target)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = ((1 - tau) * online[i]) + (tau * old[i]);
    }

    // (1 − τ)·online + τ·target, rounded once as on registers.
    private void Follow(ReadOnlySpan<float> online, Span<float> target)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = MathF.FusedMultiplyAdd(1 - tau, online[i] - target[i], target[i]);
    }
}
