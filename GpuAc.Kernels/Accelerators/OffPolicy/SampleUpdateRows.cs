using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>One thread's sample of an update: its column of the tile, its transition, and what it carries from step to step.</summary>
internal struct SampleUpdateRows : IUpdateRows<Lane1>
{
    /// <summary>Where everything lies.</summary>
    public UpdateShape Shape;

    /// <summary>The tile.</summary>
    public ArrayView<float> Values;

    /// <summary>Where transitions come from.</summary>
    public ReplayRecords Replay;

    /// <summary>What is carried along.</summary>
    public SampleState State;

    /// <inheritdoc/>
    public readonly int ActionSize => Shape.Tile.ActionSize;

    /// <inheritdoc/>
    public readonly int Critics => Shape.Critics;

    /// <inheritdoc/>
    public readonly uint Index => (uint)State.Index;

    /// <inheritdoc/>
    public readonly Lane1 InUse => new(State.Weight > 0f ? 1f : 0f);

    /// <inheritdoc/>
    public readonly Lane1 Weight => new(State.Weight);

    /// <inheritdoc/>
    public readonly Lane1 Reward => new(State.Reward);

    /// <inheritdoc/>
    public readonly Lane1 Discount => new(State.Discount);

    /// <inheritdoc/>
    public readonly Lane1 ChosenAction => new(Replay.Values[State.Record + Shape.Tile.Observations]);

    /// <inheritdoc/>
    public Lane1 Target
    {
        readonly get => new(State.Target);
        set => State.Target = value.Value;
    }

    /// <inheritdoc/>
    public Lane1 LogProb
    {
        readonly get => new(State.LogProb);
        set => State.LogProb = value.Value;
    }

    /// <inheritdoc/>
    public readonly Lane1 Policy(int output) => new(Values[Place(Shape.Tile.PolicyRow + output)]);

    /// <inheritdoc/>
    public readonly void SetPolicyGradient(int output, Lane1 gradient) =>
        Values[Place(Shape.Tile.PolicyGradientRow + output)] = gradient.Value;

    /// <inheritdoc/>
    public readonly Lane1 Action(int dimension) => new(Values[Place(Shape.ActionRow + dimension)]);

    /// <inheritdoc/>
    public readonly void SetAction(int dimension, Lane1 action) => Values[Place(Shape.ActionRow + dimension)] = action.Value;

    /// <inheritdoc/>
    public readonly Lane1 Value(int critic, int output) =>
        new(Values[Place((critic == 0 ? Shape.Tile.ValueRow : Shape.SecondValueRow) + output)]);

    /// <inheritdoc/>
    public readonly void SetValueGradient(int critic, int output, Lane1 gradient) =>
        Values[Place((critic == 0 ? Shape.Tile.ValueGradientRow : Shape.SecondValueGradientRow) + output)] = gradient.Value;

    /// <inheritdoc/>
    public readonly Lane1 ActionGradient(int critic, int dimension) =>
        new(Values[Place((critic == 0 ? Shape.ActionGradientRow : Shape.SecondActionGradientRow) + dimension)]);

    /// <inheritdoc/>
    public void SetNoise(ref Components<Lane1> noise) => State.Noise = noise;

    /// <inheritdoc/>
    public readonly void GetNoise(ref Components<Lane1> noise) => noise = State.Noise;

    /// <inheritdoc/>
    public void Report(Lane1 loss, Lane1 second)
    {
        State.FirstSum += loss.Value;
        State.SecondSum += second.Value;
    }

    /// <summary>Draws a transition, sums its n steps, and hands the networks what was observed after the last of them.</summary>
    public void DrawNext(UpdateLaunch launch)
    {
        long step = Draw(launch, out int environment);
        State.Record = Replay.Layout.At(step, environment);
        long last = Replay.Layout.Return(
            Replay, State.Record, step, environment, launch.ReplaySteps, out State.Reward, out State.Discount);
        Observe(last + Replay.Layout.Next);
    }

    /// <summary>Draws a transition and hands the networks its observation.</summary>
    public void DrawObservation(UpdateLaunch launch)
    {
        State.Record = Replay.Layout.At(Draw(launch, out int environment), environment);
        Observe(State.Record);
    }

    /// <summary>Takes the minibatch's place among the newest transitions, and hands the networks its observation.</summary>
    public void TakeNewest(UpdateLaunch launch)
    {
        long index = ReplayLayout.Newest(State.Index, launch.Minibatch, Count(launch));
        long step = Replay.Layout.Find(index, launch.ReplayStart, launch.ReplaySteps, out int environment);
        State.Record = Replay.Layout.At(step, environment);
        Observe(State.Record);
    }

    /// <summary>Hands the critics the observation and, where they take one, the action of the transition that was drawn.</summary>
    public readonly void ReturnToTransition()
    {
        for (int i = 0; i < Shape.Tile.Observations; i++)
            Values[Place(Shape.CriticObservationRow + i)] = Replay.Values[State.Record + i];
        for (int i = 0; i < Shape.Tile.ActionSize && Shape.ActionRow >= 0; i++)
            Values[Place(Shape.ActionRow + i)] = Replay.Values[State.Record + Shape.Tile.Observations + i];
    }

    private readonly int Place(int row) => (row * 4 * Shape.Tile.RowQuads) + Group.IdxX;

    private readonly void Observe(long first)
    {
        for (int i = 0; i < Shape.Tile.Observations; i++)
        {
            float value = Replay.Values[first + i];
            Values[Place(i)] = value;
            if (Shape.CriticObservationRow > 0)
                Values[Place(Shape.CriticObservationRow + i)] = value;
        }
    }

    private readonly long Count(UpdateLaunch launch) => Replay.Layout.Count(launch.ReplayStart, launch.ReplaySteps);

    private readonly long Draw(UpdateLaunch launch, out int environment)
    {
        var key = new RandomKey(launch.Context.Seed, RandomPurpose.Shuffle);
        Quad<Lane1> words = Lane1.Uniform4(key, (uint)State.Index, launch.Context.Update, 0);
        long index = ReplayLayout.Draw(words.A.Value, words.B.Value, Count(launch));
        return Replay.Layout.Find(index, launch.ReplayStart, launch.ReplaySteps, out environment);
    }
}
