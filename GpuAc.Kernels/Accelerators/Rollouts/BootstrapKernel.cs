using ILGPU;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>
/// V of the observations that truncated episodes and the rollout itself ended with. A launch of its own, since within the rollout a whole
/// group would wait whenever one of its environments is truncated.
/// </summary>
internal static class BootstrapKernel
{
    /// <summary>
    /// The kernel. Groups go through the slots of their environments one after another, so that scratch is no more than a rollout's.
    /// </summary>
    public static void Run<TTile>(RolloutViews views, RolloutNumbers numbers, RolloutShape shape)
        where TTile : struct, ITileMemory
    {
        TileShape network = shape.Tile;
        ArrayView<Float4> tile = TTile.Tile(network, views.Scratch);
        ArrayView<float> values = tile.Cast<float>();
        int lane = Group.IdxX, row = 4 * network.RowQuads;
        int environment = (Grid.IdxX * network.Samples) + lane;
        for (int k = network.Observations; k < (network.Observations + 3) / 4 * 4; k++)
            values[(k * row) + lane] = 0f;
        for (int slot = 0; slot <= numbers.Truncations; slot++)
        {
            int step = views.FinalSteps[(slot * numbers.Stride) + environment];
            for (int k = 0; k < network.Observations; k++)
                values[(k * row) + lane] = step < 0
                    ? 0f
                    : views.Finals[(((slot * network.Observations) + k) * (long)numbers.Stride) + environment];
            Group.Barrier();
            GroupNetwork.Forward(network, views.Layers, 0, network.BodyLayers + network.CriticLayers, views.Parameters, tile);
            float value = values[(network.ValueRow * row) + lane];
            if (environment < numbers.NumEnvs && step >= 0)
            {
                if (step < numbers.NumSteps)
                    views.Rollout.Set(views.Rollout.FinalValue, ((long)step * numbers.NumEnvs) + environment, value);
                else
                    views.LastValues[environment] = value;
            }
        }
    }
}
