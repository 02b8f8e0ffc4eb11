using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.OffPolicy;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>Q actor-critic's update; see <see cref="Cpu.OffPolicy.QActorCriticTile{F}"/>.</summary>
internal readonly struct QActorCriticSteps : IUpdateSteps
{
    /// <inheritdoc/>
    public static void PlanCritics(UpdateProgram program)
    {
        // π of the next observation by the current policy, Q by the target's body and critic.
        program.Add(TileStepKind.LoadNext);
        program.ForwardBody(isTarget: false);
        program.ForwardActor(isTarget: false);
        program.ForwardBody(isTarget: true);
        program.ForwardCritics(program.Critics, isTarget: true);
        program.Add(TileStepKind.Target);
        program.ForwardBody(isTarget: false);
        program.ForwardCritics(program.Critics, isTarget: false);
        program.Add(TileStepKind.CriticError);
        program.BackwardCritics();
        program.BackwardBody();
    }

    /// <inheritdoc/>
    public static void PlanActor(UpdateProgram program)
    {
        program.Add(TileStepKind.LoadNewest);
        program.ForwardBody(isTarget: false);
        program.ForwardActor(isTarget: false);
        program.ForwardCritics(program.Critics, isTarget: false);
        program.Add(TileStepKind.ActorLoss);
        program.BackwardActor();
        program.BackwardBody();
    }

    /// <inheritdoc/>
    public static void Do(
        int kind, UpdateViews views, UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        if (kind == (int)TileStepKind.LoadNext)
            UpdateSample.LoadNext(views, numbers, shape, values, ref sample);
        else if (kind == (int)TileStepKind.LoadNewest)
            UpdateSample.LoadNewest(views, numbers, shape, values, ref sample);
        else if (kind == (int)TileStepKind.Target)
            Target(views, numbers, shape, values, ref sample);
        else if (kind == (int)TileStepKind.CriticError)
            CriticError(views, numbers, shape, values, ref sample);
        else
            ActorLoss(views, numbers, shape, values, ref sample);
    }

    // y = r + γ·Σ π·Q', in the space that the critic learns in.
    private static void Target(
        UpdateViews views, UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        Components<Lane1> policy = default, q = default;
        UpdateSample.Read(shape, values, shape.Tile.PolicyRow, shape.Tile.ActionSize, ref policy);
        ReadValues(numbers, shape, values, ref q);
        Lane1 expected = QActorCriticLoss.Value(ref policy, ref q, shape.Tile.ActionSize);
        Lane1 target = TemporalDifference.Target(new Lane1(sample.Reward), new Lane1(sample.Discount), expected);
        sample.Target = numbers.SymlogValues != 0 ? SymmetricLogarithm.Symlog(target).Value : target.Value;
        UpdateSample.ReturnToObservation(views, shape, values, ref sample);
    }

    private static void ActorLoss(
        UpdateViews views, UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        Components<Lane1> policy = default, q = default, slope = default;
        UpdateSample.Read(shape, values, shape.Tile.PolicyRow, shape.Tile.ActionSize, ref policy);
        ReadValues(numbers, shape, values, ref q);
        var action = new Lane1(views.Replay.Values[sample.Record + shape.Tile.Observations]);
        Lane1 loss = QActorCriticLoss.Loss(
            ref policy, ref q, shape.Tile.ActionSize, action, new Lane1(numbers.EntropyCoefficient), ref slope, out Lane1 negativeEntropy);
        ActionValues.KeepActorLoss(shape, values, loss, negativeEntropy, ref slope, ref sample);
    }

    private static void CriticError(
        UpdateViews views, UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample) =>
        sample.SecondSum += ActionValues.CriticError(
            views, shape, values, shape.Tile.ValueRow, shape.Tile.ValueGradientRow, numbers.QRegularizer, ref sample);

    private static void ReadValues(UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref Components<Lane1> q)
    {
        UpdateSample.Read(shape, values, shape.Tile.ValueRow, shape.Tile.ActionSize, ref q);
        if (numbers.SymlogValues == 0)
            return;
        for (int k = 0; k < shape.Tile.ActionSize; k++)
            q[k] = SymmetricLogarithm.Symexp(q[k]);
    }
}
