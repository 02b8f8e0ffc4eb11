using GpuAc.Kernels.Activations;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>A program over the tile of an off-policy update, in the making.</summary>
/// <param name="tile">Where everything lies.</param>
/// <param name="usesTargetActor">Whether targets assume a slow copy of the actor.</param>
internal sealed class UpdateProgram(UpdateTilePlan tile, bool usesTargetActor)
{
    private readonly List<TileStep> steps = [];

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<TileStep> Steps => steps;

    /// <summary>Whether targets assume a slow copy of the actor.</summary>
    public bool UsesTargetActor => usesTargetActor;

    /// <summary>Number of critics.</summary>
    public int Critics => tile.Critics.Count;

    /// <summary>Adds a step that concerns one sample.</summary>
    public void Add(TileStepKind kind) => steps.Add(new TileStep { Kind = (int)kind });

    /// <summary>From the observation to the features that actor and critics share.</summary>
    public void ForwardBody(bool isTarget) => Forward(tile.Body, isTarget);

    /// <summary>From the observation, or the features, to the actor's outputs.</summary>
    public void ForwardActor(bool isTarget) => Forward(tile.Actor, isTarget);

    /// <summary>From what they are given to the values of some critics.</summary>
    public void ForwardCritics(int count, bool isTarget)
    {
        foreach (PlacedCritic critic in tile.Critics.Take(count))
        {
            if (critic.HasBranches)
            {
                Forward(critic.ObservationBranch, isTarget);
                Forward(critic.ActionBranch, isTarget);
                steps.Add(new TileStep { Kind = (int)TileStepKind.Sum, Layer = critic.Sum });
            }

            Forward(critic.Trunk, isTarget);
        }
    }

    /// <summary>From the gradient by the critics' values to that by their parameters, and by the features of a body.</summary>
    public void BackwardCritics()
    {
        foreach (PlacedCritic critic in tile.Critics)
        {
            int target = critic.HasBranches ? critic.TrunkGradientRow : tile.FeatureGradientRow;
            Backward(critic.Trunk, critic.ValueGradientRow, target, wantsWeights: true);
            // A sum's gradient is that of both summands. The branches end in linear layers, which leave it as it is.
            Backward(critic.ObservationBranch, critic.TrunkGradientRow, -1, wantsWeights: true);
            Backward(critic.ActionBranch, critic.TrunkGradientRow, -1, wantsWeights: true);
        }
    }

    /// <summary>From the gradient by some critics' values to that by the action.</summary>
    public void BackwardToAction(int count)
    {
        foreach (PlacedCritic critic in tile.Critics.Take(count))
        {
            Backward(critic.Trunk, critic.ValueGradientRow, critic.TrunkGradientRow, wantsWeights: false);
            Backward(critic.ActionBranch, critic.TrunkGradientRow, critic.BranchGradientRow, wantsWeights: false);
        }
    }

    /// <summary>From the gradient by the actor's outputs to that by its parameters, and by the features of a body.</summary>
    public void BackwardActor() => Backward(tile.Actor, tile.PolicyGradientRow, tile.FeatureGradientRow, wantsWeights: true);

    /// <summary>From the gradient by the features to that by the body's parameters.</summary>
    public void BackwardBody() => Backward(tile.Body, tile.FeatureGradientRow, -1, wantsWeights: true);

    // Target networks lie one whole set of parameters behind the online ones.
    private void Forward(IReadOnlyList<KernelLayer> layers, bool isTarget)
    {
        foreach (KernelLayer layer in layers)
            steps.Add(new TileStep { Kind = (int)TileStepKind.Forward, Layer = layer.Shifted(isTarget ? tile.Layout.Length / 4 : 0) });
    }

    private void Backward(IReadOnlyList<KernelLayer> layers, int gradientRow, int lastTarget, bool wantsWeights)
    {
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            int target = i == 0 ? lastTarget : gradientRow == tile.BufferA ? tile.BufferB : tile.BufferA;
            KernelLayer layer = layers[i] with { GradientRow = gradientRow, TargetRow = target };
            if (layer.Activation != (int)Activation.Identity)
                steps.Add(new TileStep { Kind = (int)TileStepKind.BackwardActivation, Layer = layer });
            steps.Add(new TileStep { Kind = (int)TileStepKind.Backward, Layer = layer, WantsWeights = wantsWeights ? 1 : 0 });
            gradientRow = target;
        }
    }
}
