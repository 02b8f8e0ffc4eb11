using GpuAc.Kernels.Updates;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>Records the passes of an update as a program over a tile, for <see cref="UpdateKernel"/>.</summary>
/// <param name="tile">Where everything lies.</param>
internal sealed class UpdateProgram(UpdateTilePlan tile) : IUpdateProgram
{
    private readonly List<TileStep> steps = [];

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<TileStep> Steps => steps;

    /// <inheritdoc/>
    public int Critics => tile.Critics.Count;

    /// <inheritdoc/>
    public void DrawNext() => Add(TileStepKind.DrawNext);

    /// <inheritdoc/>
    public void DrawObservation() => Add(TileStepKind.DrawObservation);

    /// <inheritdoc/>
    public void TakeNewest() => Add(TileStepKind.TakeNewest);

    /// <inheritdoc/>
    public void ReturnToTransition() => Add(TileStepKind.ReturnToTransition);

    /// <inheritdoc/>
    public void ForwardBody(bool isTarget) => Forward(tile.Body, isTarget);

    /// <inheritdoc/>
    public void ForwardActor(bool isTarget) => Forward(tile.Actor, isTarget);

    /// <inheritdoc/>
    public void ForwardCritics(int count, bool isTarget)
    {
        foreach (PlacedCritic critic in tile.Critics.Take(count))
            ForwardCritic(critic, isTarget);
    }

    /// <inheritdoc/>
    public void Do(UpdateStep step) => Do(step, 0);

    /// <inheritdoc/>
    public void LearnCritics()
    {
        for (int k = 0; k < tile.Critics.Count; k++)
        {
            PlacedCritic critic = tile.Critics[k];
            ForwardCritic(critic, isTarget: false);
            Do(UpdateStep.CriticError, k);
            int target = critic.HasBranches ? critic.TrunkGradientRow : tile.FeatureGradientRow;
            Backward(critic.Trunk, critic.ValueGradientRow, target, wantsWeights: true);
            // A sum's gradient is that of both summands. The branches end in linear layers, which leave it as it is.
            Backward(critic.ObservationBranch, critic.TrunkGradientRow, -1, wantsWeights: true);
            Backward(critic.ActionBranch, critic.TrunkGradientRow, -1, wantsWeights: true);
        }
    }

    /// <inheritdoc/>
    public void BackwardToAction(int count)
    {
        foreach (PlacedCritic critic in tile.Critics.Take(count))
        {
            Backward(critic.Trunk, critic.ValueGradientRow, critic.TrunkGradientRow, wantsWeights: false);
            Backward(critic.ActionBranch, critic.TrunkGradientRow, critic.BranchGradientRow, wantsWeights: false);
        }
    }

    /// <inheritdoc/>
    public void BackwardActor() => Backward(tile.Actor, tile.PolicyGradientRow, tile.FeatureGradientRow, wantsWeights: true);

    /// <inheritdoc/>
    public void BackwardBody() => Backward(tile.Body, tile.FeatureGradientRow, -1, wantsWeights: true);

    private void Add(TileStepKind kind) => steps.Add(new TileStep { Kind = (int)kind });

    private void Do(UpdateStep step, int critic) =>
        steps.Add(new TileStep { Kind = (int)TileStepKind.Elementwise, Step = (int)KnownValues.Require(step), Critic = critic });

    private void ForwardCritic(PlacedCritic critic, bool isTarget)
    {
        if (critic.HasBranches)
        {
            Forward(critic.ObservationBranch, isTarget);
            Forward(critic.ActionBranch, isTarget);
            steps.Add(new TileStep { Kind = (int)TileStepKind.Sum, Layer = critic.Sum });
        }

        Forward(critic.Trunk, isTarget);
    }

    // Target networks lie one whole set of parameters after the online ones.
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
            if (layer.Activation != KernelActivation.Identity)
                steps.Add(new TileStep { Kind = (int)TileStepKind.BackwardActivation, Layer = layer });
            steps.Add(new TileStep { Kind = (int)TileStepKind.Backward, Layer = layer, WantsWeights = wantsWeights ? 1 : 0 });
            gradientRow = target;
        }
    }
}
