using GpuAc.Kernels.Lanes;
using GpuAc.Training.Rollouts;
using ILGPU;

namespace GpuAc.Training.Accelerators.OffPolicy;

/// <summary>One thread's environment in a time step of exploration: its column of the tile, and the record that it writes.</summary>
internal struct ExplorationThread : IExplorationRows<Lane1>
{
    /// <summary>What is read and written.</summary>
    public ExplorationViews Views;

    /// <summary>The time step's numbers.</summary>
    public ExplorationNumbers Numbers;

    /// <summary>Sizes.</summary>
    public ExplorationShape Shape;

    /// <summary>The tile.</summary>
    public ArrayView<float> Values;

    /// <summary>Index of the environment.</summary>
    public int Index;

    /// <summary>First value of its record.</summary>
    public long Record;

    /// <inheritdoc/>
    public readonly int ActionSize => Shape.Tile.ActionSize;

    /// <inheritdoc/>
    public readonly int PolicyOutputs => Shape.Tile.PolicyOutputs;

    /// <inheritdoc/>
    public readonly int LogStds => 0;

    /// <inheritdoc/>
    public readonly int Observations => Shape.Tile.Observations;

    /// <inheritdoc/>
    public readonly bool TimeLimitsTerminate => false;

    /// <inheritdoc/>
    public readonly uint Environment => (uint)Index;

    /// <inheritdoc/>
    public readonly Lane1 InUse => Lane1.One;

    /// <inheritdoc/>
    public readonly Lane1 Policy(int output) =>
        new(Values[((Shape.Tile.PolicyRow + output) * 4 * Shape.Tile.RowQuads) + Group.IdxX]);

    /// <inheritdoc/>
    public readonly float LogStd(int dimension) => 0f;

    /// <inheritdoc/>
    public readonly Lane1 Low(int dimension) => new(Views.Bounds[dimension]);

    /// <inheritdoc/>
    public readonly Lane1 High(int dimension) => new(Views.Bounds[Shape.Tile.ActionComponents + dimension]);

    /// <inheritdoc/>
    public readonly Lane1 Noise(int component) => new(Views.Environments[NoisePlace(component)]);

    /// <inheritdoc/>
    public readonly void KeepNoise(int component, Lane1 value) => Views.Environments[NoisePlace(component)] = value.Value;

    /// <summary>Keeps what is acted on.</summary>
    public readonly void KeepObservation(ref Components<Lane1> observation)
    {
        for (int k = 0; k < Observations; k++)
            Views.Replay.Values[Record + k] = observation[k].Value;
    }

    /// <inheritdoc/>
    public readonly void KeepAction(ref Components<Lane1> action)
    {
        for (int k = 0; k < Shape.Tile.ActionComponents; k++)
            Views.Replay.Values[Record + Observations + k] = action[k].Value;
    }

    /// <inheritdoc/>
    public readonly void Keep(Lane1 reward, Lane1 terminated, Lane1 truncated, ref Components<Lane1> next)
    {
        Views.Replay.Values[Record + Views.Replay.Layout.Reward] = reward.Value;
        Views.Replay.Values[Record + Views.Replay.Layout.Terminated] = Lane1.Any(terminated) ? 1f : 0f;
        Views.Replay.Values[Record + Views.Replay.Layout.Ended] = Lane1.Any(terminated | truncated) ? 1f : 0f;
        for (int k = 0; k < Observations; k++)
            Views.Replay.Values[Record + Views.Replay.Layout.Next + k] = next[k].Value;
    }

    /// <inheritdoc/>
    public readonly void End(Lane1 ended, Lane1 counted, Lane1 episodeReturn, Lane1 length)
    {
        if (Lane1.Any(counted))
        {
            int place = Index * ExplorationKernel.Sums;
            Views.Episodes[place + ExplorationKernel.Episodes] += 1f;
            Views.Episodes[place + ExplorationKernel.Returns] += episodeReturn.Value;
            Views.Episodes[place + ExplorationKernel.Lengths] += length.Value;
        }

        for (int k = 0; k < Shape.Tile.ActionComponents; k++)
            KeepNoise(k, Lane1.Zero);
    }

    /// <inheritdoc/>
    public readonly void Fail(Lane1 reward, ref Components<Lane1> next) =>
        NonFinite.Keep(Views.Fault, reward.Value, ref next, Observations, Index, 0);

    private readonly int NoisePlace(int component) => ((Shape.Noise + component) * Numbers.Stride) + Index;
}
