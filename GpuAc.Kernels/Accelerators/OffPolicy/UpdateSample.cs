using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.OffPolicy;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>One thread's sample of an update, and the steps of a program that concern it alone.</summary>
internal struct UpdateSample
{
    /// <summary>Index in the minibatch.</summary>
    public int Index;

    /// <summary>1 / samples of the minibatch; 0 beyond its end.</summary>
    public float Weight;

    /// <summary>First sum; see <see cref="UpdateKernel"/>.</summary>
    public float FirstSum;

    /// <summary>Second sum.</summary>
    public float SecondSum;

    private long record;
    private float reward;
    private float discount;
    private float target;
    private float logProb;
    private Components<Lane1> noise;

    /// <summary>Does a step.</summary>
    public static void Do<TPolicy>(int kind, UpdateViews views, UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
        where TPolicy : struct, IContinuousPolicy
    {
        if (kind == (int)TileStepKind.LoadNext)
            LoadNext(views, numbers, shape, values, ref sample);
        else if (kind == (int)TileStepKind.NextAction)
            NextAction<TPolicy>(views, numbers, shape, values, ref sample);
        else if (kind == (int)TileStepKind.Target)
            Target(views, shape, values, ref sample);
        else if (kind == (int)TileStepKind.CriticError)
            CriticError(shape, values, ref sample);
        else if (kind == (int)TileStepKind.LoadObservation)
            LoadObservation(views, numbers, shape, values, ref sample);
        else if (kind == (int)TileStepKind.Propose)
            Propose<TPolicy>(numbers, shape, values, ref sample);
        else if (kind == (int)TileStepKind.Choose)
            Choose(views, shape, values, ref sample);
        else
            PullBack<TPolicy>(views, shape, values, ref sample);
    }

    private static int Place(UpdateShape shape, int row) => (row * 4 * shape.Tile.RowQuads) + Group.IdxX;

    private static long Draw(UpdateViews views, UpdateNumbers numbers, ref UpdateSample sample, out int environment) => views.Replay.Draw(
        new RandomKey(numbers.Seed, RandomPurpose.Shuffle), numbers.Update, (uint)sample.Index, numbers.ReplaySteps, out environment);

    private static void LoadNext(UpdateViews views, UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        ReplayRecords replay = views.Replay;
        long step = Draw(views, numbers, ref sample, out int environment);
        long at = replay.At(step, environment);
        sample.record = at;
        float reward = replay.Values[at + replay.Reward], discount = replay.Gamma;
        for (int k = 1; k < replay.ReturnSteps && replay.Values[at + replay.Ended] == 0f && step + 1 < numbers.ReplaySteps; k++)
        {
            at = replay.At(++step, environment);
            reward += discount * replay.Values[at + replay.Reward];
            discount *= replay.Gamma;
        }

        sample.reward = reward;
        sample.discount = replay.Values[at + replay.Terminated] == 0f ? discount : 0f;
        for (int i = 0; i < shape.Tile.Observations; i++)
        {
            float value = replay.Values[at + replay.Next + i];
            values[Place(shape, i)] = value;
            values[Place(shape, shape.CriticInputRow + i)] = value;
        }
    }

    private static void LoadObservation(UpdateViews views, UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        long at = views.Replay.At(Draw(views, numbers, ref sample, out int environment), environment);
        for (int i = 0; i < shape.Tile.Observations; i++)
        {
            float value = views.Replay.Values[at + i];
            values[Place(shape, i)] = value;
            values[Place(shape, shape.CriticInputRow + i)] = value;
        }
    }

    private static void NextAction<TPolicy>(UpdateViews views, UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
        where TPolicy : struct, IContinuousPolicy
    {
        int size = shape.Tile.ActionSize;
        Components<Lane1> policy = default, noise = default, action = default, low = default, high = default;
        for (int i = 0; i < shape.Tile.PolicyOutputs; i++)
            policy[i] = new Lane1(values[Place(shape, shape.Tile.PolicyRow + i)]);
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
            values[Place(shape, shape.CriticInputRow + shape.Tile.Observations + i)] = action[i].Value;
        sample.logProb = logProb.Value;
    }

    private static void Target(UpdateViews views, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        float least = values[Place(shape, shape.Tile.ValueRow)], second = values[Place(shape, shape.SecondValueRow)];
        least = second < least ? second : least;
        Lane1 value = TemporalDifference.SoftValue(new Lane1(least), new Lane1(views.Temperature[TemperatureState.Alpha]), new Lane1(sample.logProb));
        sample.target = TemporalDifference.Target(new Lane1(sample.reward), new Lane1(sample.discount), value).Value;
        int inputs = shape.Tile.Observations + shape.Tile.ActionSize;
        for (int i = 0; i < inputs; i++)
            values[Place(shape, shape.CriticInputRow + i)] = views.Replay.Values[sample.record + i];
    }

    private static void CriticError(UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        float inUse = sample.Weight > 0f ? 1f : 0f;
        float first = values[Place(shape, shape.Tile.ValueRow)];
        float error = (first - sample.target) * inUse;
        values[Place(shape, shape.Tile.ValueGradientRow)] = error * sample.Weight;
        sample.FirstSum += TemporalDifference.Loss(new Lane1(error)).Value;
        sample.SecondSum += first * inUse;
        if (shape.Critics < 2)
            return;
        error = (values[Place(shape, shape.SecondValueRow)] - sample.target) * inUse;
        values[Place(shape, shape.SecondValueGradientRow)] = error * sample.Weight;
        sample.FirstSum += TemporalDifference.Loss(new Lane1(error)).Value;
    }

    private static void Propose<TPolicy>(UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
        where TPolicy : struct, IContinuousPolicy
    {
        int size = shape.Tile.ActionSize;
        Components<Lane1> policy = default, action = default;
        for (int i = 0; i < shape.Tile.PolicyOutputs; i++)
            policy[i] = new Lane1(values[Place(shape, shape.Tile.PolicyRow + i)]);
        if (TPolicy.IsStochastic)
            ActionNoise.Normal(size, new RandomKey(numbers.Seed, RandomPurpose.Noise), (uint)sample.Index, numbers.Update, 2, ref sample.noise);
        TPolicy.Propose(ref policy, size, ref sample.noise, ref action, out Lane1 logProb);
        for (int i = 0; i < size; i++)
            values[Place(shape, shape.CriticInputRow + shape.Tile.Observations + i)] = action[i].Value;
        sample.logProb = logProb.Value;
    }

    // Loss α·ln π − min Q: each sample's gradient goes to the critic that is the smaller.
    private static void Choose(UpdateViews views, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        float left = values[Place(shape, shape.Tile.ValueRow)];
        float right = shape.ActorCritics > 1 ? values[Place(shape, shape.SecondValueRow)] : left;
        bool isFirst = left <= right;
        values[Place(shape, shape.Tile.ValueGradientRow)] = isFirst ? -sample.Weight : 0f;
        if (shape.ActorCritics > 1)
            values[Place(shape, shape.SecondValueGradientRow)] = isFirst ? 0f : -sample.Weight;
        if (sample.Weight > 0f)
        {
            sample.FirstSum += (views.Temperature[TemperatureState.Alpha] * sample.logProb) - (isFirst ? left : right);
            sample.SecondSum += sample.logProb;
        }
    }

    private static void PullBack<TPolicy>(UpdateViews views, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
        where TPolicy : struct, IContinuousPolicy
    {
        int size = shape.Tile.ActionSize, observations = shape.Tile.Observations;
        Components<Lane1> policy = default, action = default, slope = default, gradient = default;
        for (int i = 0; i < shape.Tile.PolicyOutputs; i++)
            policy[i] = new Lane1(values[Place(shape, shape.Tile.PolicyRow + i)]);
        for (int i = 0; i < size; i++)
        {
            action[i] = new Lane1(values[Place(shape, shape.CriticInputRow + observations + i)]);
            float sum = values[Place(shape, shape.InputGradientRow + observations + i)];
            if (shape.ActorCritics > 1)
                sum += values[Place(shape, shape.SecondInputGradientRow + observations + i)];
            slope[i] = new Lane1(sum);
        }

        var logProbGradient = new Lane1(views.Temperature[TemperatureState.Alpha] * sample.Weight);
        TPolicy.Backward(ref policy, size, ref sample.noise, ref action, ref slope, logProbGradient, ref gradient);
        for (int i = 0; i < shape.Tile.PolicyOutputs; i++)
            values[Place(shape, shape.Tile.PolicyGradientRow + i)] = gradient[i].Value;
    }
}
