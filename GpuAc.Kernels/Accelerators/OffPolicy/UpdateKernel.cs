using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>
/// An off-policy update on an accelerator: one launch for the critics' gradients, one for the actor's. All threads of a group go through a
/// program of layers and of steps in which a thread has one sample.
/// </summary>
/// <remarks>
/// The program is data, so that forward and backward pass are in the code once each, whatever the networks: the kernel compiles in seconds.
/// Sums of a group: for the critics Σ ½(Q − y)² and Σ Q of the first, for the actor Σ of its loss and Σ ln π, or of its
/// negative entropy.
/// </remarks>
internal static class UpdateKernel
{
    /// <summary>Sums that a group keeps.</summary>
    public const int Sums = 2;

    /// <summary>The kernel.</summary>
    public static void Run<TUpdate, TTile>(UpdateViews views, UpdateLaunch launch, UpdateShape shape)
        where TUpdate : unmanaged, IOffPolicyUpdate
        where TTile : struct, ITileMemory
    {
        if (views.Control[LearnControl.Stop] != 0)
            return;
        launch.Context.Update += (ulong)views.Clock[RunClock.Updates];
        launch.Context.Temperature = views.Temperature[TemperatureState.Alpha];
        launch.ReplayStart = Math.Max(0, launch.ReplayStart + views.Clock[RunClock.Steps]);
        launch.ReplaySteps += views.Clock[RunClock.Steps];
        TUpdate update = views.Update.Cast<TUpdate>()[0];
        ArrayView<Float4> tile = TTile.Tile(shape.Tile, views.Scratch);
        ArrayView<Float4> partial = views.Partials.SubView((long)Grid.IdxX * shape.Tile.ParameterQuads, shape.Tile.ParameterQuads);
        for (int i = launch.FirstQuad + Group.IdxX; i < launch.EndQuad; i += Group.DimX)
            partial[i] = Float4.Of(0f);
        ArrayView<float> values = tile.Cast<float>();
        int lane = Group.IdxX, row = 4 * shape.Tile.RowQuads;
        // Rows that pad an input to fours must be zero: they meet weights that are to stay zero.
        for (int k = 0; k < shape.InputRows; k++)
            values[(k * row) + lane] = 0f;

        SampleState sample = default;
        for (int first = Grid.IdxX * shape.Tile.Samples; first < launch.Minibatch; first += Grid.DimX * shape.Tile.Samples)
        {
            sample.Index = first + lane;
            sample.Weight = first + lane < launch.Minibatch ? 1f / launch.Minibatch : 0f;
            for (int i = 0; i < launch.Steps; i++)
            {
                TileStep step = views.Program[launch.FirstStep + i];
                if (step.Kind == (int)TileStepKind.Forward)
                {
                    GroupDense.Forward(shape.Tile, step.Layer, views.Parameters, tile);
                }
                else if (step.Kind == (int)TileStepKind.BackwardActivation)
                {
                    GroupActivation.Backward(shape.Tile, step.Layer, tile);
                }
                else if (step.Kind == (int)TileStepKind.Backward)
                {
                    if (step.WantsWeights != 0)
                        GroupWeightGradient.Add(shape.Tile, step.Layer, partial, tile);
                    if (step.Layer.TargetRow >= 0)
                        GroupDense.BackwardInput(shape.Tile, step.Layer, views.Parameters, tile);
                }
                else if (step.Kind == (int)TileStepKind.Sum)
                {
                    GroupSum.Add(shape.Tile, step.Layer, tile);
                }
                else
                {
                    var rows = new SampleUpdateRows { Shape = shape, Values = values, Replay = views.Replay, State = sample };
                    Do(update, step, launch, ref rows);
                    sample = rows.State;
                }

                Group.Barrier();
            }
        }

        values[lane] = sample.FirstSum;
        values[row + lane] = sample.SecondSum;
        Group.Barrier();
        for (int k = lane; k < Sums; k += Group.DimX)
        {
            float sum = 0f;
            for (int i = 0; i < shape.Tile.Samples; i++)
                sum += values[(k * row) + i];
            views.Sums[(Grid.IdxX * Sums) + k] = sum;
        }
    }

    // A step in which a thread has one sample.
    private static void Do<TUpdate>(TUpdate update, TileStep step, UpdateLaunch launch, ref SampleUpdateRows rows)
        where TUpdate : unmanaged, IOffPolicyUpdate
    {
        if (step.Kind == (int)TileStepKind.DrawNext)
            rows.DrawNext(launch);
        else if (step.Kind == (int)TileStepKind.DrawObservation)
            rows.DrawObservation(launch);
        else if (step.Kind == (int)TileStepKind.TakeNewest)
            rows.TakeNewest(launch);
        else if (step.Kind == (int)TileStepKind.ReturnToTransition)
            rows.ReturnToTransition();
        else
            update.Do<Lane1, SampleUpdateRows>((UpdateStep)step.Step, step.Critic, launch.Context, ref rows);
    }
}
