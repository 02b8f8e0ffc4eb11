using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.OffPolicy;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>Discrete SAC's update; see <see cref="Cpu.OffPolicy.DiscreteUpdateTile{F}"/>.</summary>
internal readonly struct SoftCategoricalSteps : IUpdateSteps
{
    /// <inheritdoc/>
    public static void PlanCritics(UpdateProgram program)
    {
        program.Add(TileStepKind.LoadNext);
        program.ForwardActor(isTarget: false);
        program.ForwardCritics(program.Critics, isTarget: true);
        program.Add(TileStepKind.Target);
        program.ForwardCritics(program.Critics, isTarget: false);
        program.Add(TileStepKind.CriticError);
        program.BackwardCritics();
    }

    /// <inheritdoc/>
    public static void PlanActor(UpdateProgram program)
    {
        program.Add(TileStepKind.LoadObservation);
        program.ForwardActor(isTarget: false);
        program.ForwardCritics(program.Critics, isTarget: false);
        program.Add(TileStepKind.ActorLoss);
        program.BackwardActor();
    }

    /// <inheritdoc/>
    public static void Do(
        int kind, UpdateViews views, UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        if (kind == (int)TileStepKind.LoadNext)
            UpdateSample.LoadNext(views, numbers, shape, values, ref sample);
        else if (kind == (int)TileStepKind.LoadObservation)
            UpdateSample.LoadObservation(views, numbers, shape, values, ref sample);
        else if (kind == (int)TileStepKind.CriticError)
            CriticError(views, shape, values, ref sample);
        else
            Expect(kind == (int)TileStepKind.Target, views, shape, values, ref sample);
    }

    // Σ π·(α·ln π − min Q): of the next observation it is −V, of the transition's own the actor's loss.
    private static void Expect(bool isTarget, UpdateViews views, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        int actions = shape.Tile.ActionSize;
        Components<Lane1> policy = default, least = default, slope = default;
        UpdateSample.Read(shape, values, shape.Tile.PolicyRow, actions, ref policy);
        for (int k = 0; k < actions; k++)
        {
            float first = values[UpdateSample.Place(shape, shape.Tile.ValueRow + k)];
            float second = values[UpdateSample.Place(shape, shape.SecondValueRow + k)];
            least[k] = new Lane1(second < first ? second : first);
        }

        Lane1 loss = SoftCategorical.Loss(
            ref policy, ref least, actions, new Lane1(views.Temperature[TemperatureState.Alpha]), ref slope, out Lane1 negativeEntropy);
        if (!isTarget)
        {
            ActionValues.KeepActorLoss(shape, values, loss, negativeEntropy, ref slope, ref sample);
            return;
        }

        sample.Target = TemporalDifference.Target(new Lane1(sample.Reward), new Lane1(sample.Discount), -loss).Value;
        UpdateSample.ReturnToObservation(views, shape, values, ref sample);
    }

    private static void CriticError(UpdateViews views, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        sample.SecondSum += ActionValues.CriticError(
            views, shape, values, shape.Tile.ValueRow, shape.Tile.ValueGradientRow, 0f, ref sample);
        if (shape.Critics > 1)
            ActionValues.CriticError(views, shape, values, shape.SecondValueRow, shape.SecondValueGradientRow, 0f, ref sample);
    }
}
