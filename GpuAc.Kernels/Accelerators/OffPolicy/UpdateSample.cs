using GpuAc.Kernels.Lanes;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>One thread's sample of an update: what it carries from step to step, and the steps that all families share.</summary>
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

    /// <summary>First value of the transition's record in replay.</summary>
    public long Record;

    /// <summary>Σ γᵏ·r[k].</summary>
    public float Reward;

    /// <summary>γⁿ, or 0 where a terminal state was reached.</summary>
    public float Discount;

    /// <summary>y.</summary>
    public float Target;

    /// <summary>ln π of an action that was drawn.</summary>
    public float LogProb;

    /// <summary>The draws that it was made with.</summary>
    public Components<Lane1> Noise;

    /// <summary>Index of this thread's sample in a row of the tile.</summary>
    public static int Place(UpdateShape shape, int row) => (row * 4 * shape.Tile.RowQuads) + Group.IdxX;

    /// <summary>Reads this thread's sample of some rows.</summary>
    public static void Read(UpdateShape shape, ArrayView<float> values, int row, int count, ref Components<Lane1> into)
    {
        for (int i = 0; i < count; i++)
            into[i] = new Lane1(values[Place(shape, row + i)]);
    }

    /// <summary>Draws a transition, sums its n steps, and hands the networks what was observed after the last of them.</summary>
    public static void LoadNext(
        UpdateViews views, UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        ReplayRecords replay = views.Replay;
        long step = Draw(views, numbers, sample.Index, out int environment);
        long at = replay.At(step, environment);
        sample.Record = at;
        float reward = replay.Values[at + replay.Reward], discount = replay.Gamma;
        for (int k = 1; k < replay.ReturnSteps && replay.Values[at + replay.Ended] == 0f && step + 1 < numbers.ReplaySteps; k++)
        {
            at = replay.At(++step, environment);
            reward += discount * replay.Values[at + replay.Reward];
            discount *= replay.Gamma;
        }

        sample.Reward = reward;
        sample.Discount = replay.Values[at + replay.Terminated] == 0f ? discount : 0f;
        Observe(views, shape, values, at + replay.Next);
    }

    /// <summary>Draws a transition and hands the networks its observation.</summary>
    public static void LoadObservation(
        UpdateViews views, UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        sample.Record = views.Replay.At(Draw(views, numbers, sample.Index, out int environment), environment);
        Observe(views, shape, values, sample.Record);
    }

    /// <summary>Takes the minibatch's place among the newest transitions, and hands the networks its observation.</summary>
    public static void LoadNewest(
        UpdateViews views, UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        long step = views.Replay.Newest(sample.Index, numbers.Minibatch, numbers.ReplayStart, numbers.ReplaySteps, out int environment);
        sample.Record = views.Replay.At(step, environment);
        Observe(views, shape, values, sample.Record);
    }

    /// <summary>Hands the critics the observation of the transition that was drawn.</summary>
    public static void ReturnToObservation(UpdateViews views, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample)
    {
        for (int i = 0; i < shape.Tile.Observations; i++)
            values[Place(shape, shape.CriticObservationRow + i)] = views.Replay.Values[sample.Record + i];
    }

    private static void Observe(UpdateViews views, UpdateShape shape, ArrayView<float> values, long first)
    {
        for (int i = 0; i < shape.Tile.Observations; i++)
        {
            float value = views.Replay.Values[first + i];
            values[Place(shape, i)] = value;
            if (shape.CriticObservationRow > 0)
                values[Place(shape, shape.CriticObservationRow + i)] = value;
        }
    }

    private static long Draw(UpdateViews views, UpdateNumbers numbers, int sample, out int environment) => views.Replay.Draw(
        new RandomKey(numbers.Seed, RandomPurpose.Shuffle), numbers.Update, (uint)sample, numbers.ReplayStart, numbers.ReplaySteps,
        out environment);
}
