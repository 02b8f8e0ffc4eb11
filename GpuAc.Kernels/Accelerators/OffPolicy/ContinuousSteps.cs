using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.OffPolicy;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>DDPG's, TD3's and SAC's update; see <see cref="Cpu.OffPolicy.ContinuousUpdateTile{TPolicy, F}"/>.</summary>
internal readonly struct ContinuousSteps<TPolicy> : IUpdateSteps
    where TPolicy : struct, IContinuousPolicy
{
    /// <inheritdoc/>
    public static void PlanCritics(UpdateProgram program)
    {
        program.Add(TileStepKind.LoadNext);
        program.ForwardActor(isTarget: program.UsesTargetActor);
        program.Add(TileStepKind.NextAction);
        program.ForwardCritics(program.Critics, isTarget: true);
        program.Add(TileStepKind.Target);
        program.ForwardCritics(program.Critics, isTarget: false);
        program.Add(TileStepKind.CriticError);
        program.BackwardCritics();
    }

    /// <inheritdoc/>
    public static void PlanActor(UpdateProgram program)
    {
        // TD3's actor follows the first critic alone; SAC's the smaller of both.
        int critics = TPolicy.IsStochastic ? program.Critics : 1;
        program.Add(TileStepKind.LoadObservation);
        program.ForwardActor(isTarget: false);
        program.Add(TileStepKind.Propose);
        program.ForwardCritics(critics, isTarget: false);
        program.Add(TileStepKind.ActorLoss);
        program.BackwardToAction(critics);
        program.Add(TileStepKind.PullBack);
        program.BackwardActor();
    }

    /// <inheritdoc/>
    public static void Do(
        int kind, UpdateViews views, UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        if (kind == (int)TileStepKind.LoadNext)
            UpdateSample.LoadNext(views, numbers, shape, values, ref sample);
        else if (kind == (int)TileStepKind.NextAction)
            NextAction(numbers, shape, values, ref sample);
        else if (kind == (int)TileStepKind.Target)
            Target(views, shape, values, ref sample);
        else if (kind == (int)TileStepKind.CriticError)
            CriticError(shape, values, ref sample);
        else if (kind == (int)TileStepKind.LoadObservation)
            UpdateSample.LoadObservation(views, numbers, shape, values, ref sample);
        else if (kind == (int)TileStepKind.Propose)
            Propose(numbers, shape, values, ref sample);
        else if (kind == (int)TileStepKind.ActorLoss)
            Choose(views, shape, values, ref sample);
        else
            PullBack(views, shape, values, ref sample);
    }

    private static bool FollowsBoth(UpdateShape shape) => TPolicy.IsStochastic && shape.Critics > 1;

    private static void NextAction(UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        int size = shape.Tile.ActionSize;
        Components<Lane1> policy = default, noise = default, action = default, low = default, high = default;
        UpdateSample.Read(shape, values, shape.Tile.PolicyRow, shape.Tile.PolicyOutputs, ref policy);
        if (TPolicy.IsStochastic || numbers.TargetNoise > 0f)
            ActionNoise.Normal(size, new RandomKey(numbers.Seed, RandomPurpose.Noise), (uint)sample.Index, numbers.Update, 0, ref noise);
        TPolicy.Propose(ref policy, size, ref noise, ref action, out Lane1 logProb);
        if (!TPolicy.IsStochastic && numbers.TargetNoise > 0f)
        {
            for (int i = 0; i < size; i++)
                action[i] = ActionNoise.Smooth(action[i], noise[i], new Lane1(numbers.TargetNoise), new Lane1(numbers.TargetNoiseClip));
            TPolicy.Bound(ref action, size, ref low, ref high);
        }

        for (int i = 0; i < size; i++)
            values[UpdateSample.Place(shape, shape.ActionRow + i)] = action[i].Value;
        sample.LogProb = logProb.Value;
    }

    private static void Target(UpdateViews views, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        float first = values[UpdateSample.Place(shape, shape.Tile.ValueRow)];
        float second = values[UpdateSample.Place(shape, shape.SecondValueRow)];
        var least = new Lane1(second < first ? second : first);
        Lane1 value = TemporalDifference.SoftValue(least, new Lane1(views.Temperature[TemperatureState.Alpha]), new Lane1(sample.LogProb));
        sample.Target = TemporalDifference.Target(new Lane1(sample.Reward), new Lane1(sample.Discount), value).Value;
        UpdateSample.ReturnToObservation(views, shape, values, ref sample);
        for (int i = 0; i < shape.Tile.ActionSize; i++)
            values[UpdateSample.Place(shape, shape.ActionRow + i)] = views.Replay.Values[sample.Record + shape.Tile.Observations + i];
    }

    private static void CriticError(UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        float inUse = sample.Weight > 0f ? 1f : 0f;
        float first = values[UpdateSample.Place(shape, shape.Tile.ValueRow)];
        float error = (first - sample.Target) * inUse;
        values[UpdateSample.Place(shape, shape.Tile.ValueGradientRow)] = error * sample.Weight;
        sample.FirstSum += TemporalDifference.Loss(new Lane1(error)).Value;
        sample.SecondSum += first * inUse;
        if (shape.Critics < 2)
            return;
        error = (values[UpdateSample.Place(shape, shape.SecondValueRow)] - sample.Target) * inUse;
        values[UpdateSample.Place(shape, shape.SecondValueGradientRow)] = error * sample.Weight;
        sample.FirstSum += TemporalDifference.Loss(new Lane1(error)).Value;
    }

    private static void Propose(UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        int size = shape.Tile.ActionSize;
        Components<Lane1> policy = default, action = default;
        UpdateSample.Read(shape, values, shape.Tile.PolicyRow, shape.Tile.PolicyOutputs, ref policy);
        if (TPolicy.IsStochastic)
        {
            ActionNoise.Normal(
                size, new RandomKey(numbers.Seed, RandomPurpose.Noise), (uint)sample.Index, numbers.Update, 2, ref sample.Noise);
        }

        TPolicy.Propose(ref policy, size, ref sample.Noise, ref action, out Lane1 logProb);
        for (int i = 0; i < size; i++)
            values[UpdateSample.Place(shape, shape.ActionRow + i)] = action[i].Value;
        sample.LogProb = logProb.Value;
    }

    // Loss α·ln π − min Q: each sample's gradient goes to the critic that is the smaller.
    private static void Choose(UpdateViews views, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        float left = values[UpdateSample.Place(shape, shape.Tile.ValueRow)];
        float right = FollowsBoth(shape) ? values[UpdateSample.Place(shape, shape.SecondValueRow)] : left;
        bool isFirst = left <= right;
        values[UpdateSample.Place(shape, shape.Tile.ValueGradientRow)] = isFirst ? -sample.Weight : 0f;
        if (FollowsBoth(shape))
            values[UpdateSample.Place(shape, shape.SecondValueGradientRow)] = isFirst ? 0f : -sample.Weight;
        if (sample.Weight > 0f)
        {
            sample.FirstSum += (views.Temperature[TemperatureState.Alpha] * sample.LogProb) - (isFirst ? left : right);
            sample.SecondSum += sample.LogProb;
        }
    }

    // From dL/daction, summed over the critics, and dL/dlnπ = α to the actor's outputs.
    private static void PullBack(UpdateViews views, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        int size = shape.Tile.ActionSize;
        Components<Lane1> policy = default, action = default, slope = default, gradient = default;
        UpdateSample.Read(shape, values, shape.Tile.PolicyRow, shape.Tile.PolicyOutputs, ref policy);
        UpdateSample.Read(shape, values, shape.ActionRow, size, ref action);
        for (int i = 0; i < size; i++)
        {
            float sum = values[UpdateSample.Place(shape, shape.ActionGradientRow + i)];
            if (FollowsBoth(shape))
                sum += values[UpdateSample.Place(shape, shape.SecondActionGradientRow + i)];
            slope[i] = new Lane1(sum);
        }

        var logProbGradient = new Lane1(views.Temperature[TemperatureState.Alpha] * sample.Weight);
        TPolicy.Backward(ref policy, size, ref sample.Noise, ref action, ref slope, logProbGradient, ref gradient);
        for (int i = 0; i < shape.Tile.PolicyOutputs; i++)
            values[UpdateSample.Place(shape, shape.Tile.PolicyGradientRow + i)] = gradient[i].Value;
    }
}
