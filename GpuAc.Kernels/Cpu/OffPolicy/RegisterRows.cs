using System.Runtime.CompilerServices;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;

namespace GpuAc.Kernels.Cpu.OffPolicy;

/// <summary>One register of a tile's samples, in rows of 64 lanes; see <see cref="UpdateTile{TUpdate, F}"/>.</summary>
internal unsafe struct RegisterRows<F> : IUpdateRows<F>
    where F : struct, IFloatLane<F>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>First lane of the register.</summary>
    public int Lane;

    /// <summary>Index in the minibatch of the tile's first sample.</summary>
    public int First;

    /// <summary>Samples in use in the tile.</summary>
    public int Active;

    /// <summary>1 / samples of the minibatch.</summary>
    public float Share;

    /// <summary>Output k of critic c lies at row c·this + k of the values' gradients.</summary>
    public int ValueCount;

    /// <summary>Rows of an action gradient lie this far apart from critic to critic.</summary>
    public int InputCount;

    /// <summary>Values of the two critics.</summary>
    public float* FirstValues, SecondValues;

    /// <summary>Rows that networks compute and read.</summary>
    public float* PolicyOutputs, Actions, ValueGradients, PolicyGradients, ActionGradients;

    /// <summary>Rows of the transition, and what steps keep for later ones.</summary>
    public float* Rewards, Discounts, ChosenActions, Targets, LogProbs, Noise;

    /// <summary>Sums over the registers so far.</summary>
    public F FirstSum, SecondSum;

    /// <inheritdoc/>
    public int ActionSize { get; init; }

    /// <inheritdoc/>
    public int Critics { get; init; }

    /// <inheritdoc/>
    public readonly uint Index { [MethodImpl(Inline)] get => (uint)(First + Lane); }

    /// <inheritdoc/>
    public readonly F InUse { [MethodImpl(Inline)] get => F.Iota + F.Of(Lane) < F.Of(Active); }

    /// <inheritdoc/>
    public readonly F Weight { [MethodImpl(Inline)] get => F.Select(InUse, F.Of(Share), F.Zero); }

    /// <inheritdoc/>
    public readonly F Reward { [MethodImpl(Inline)] get => F.Load(Rewards + Lane); }

    /// <inheritdoc/>
    public readonly F Discount { [MethodImpl(Inline)] get => F.Load(Discounts + Lane); }

    /// <inheritdoc/>
    public readonly F ChosenAction { [MethodImpl(Inline)] get => F.Load(ChosenActions + Lane); }

    /// <inheritdoc/>
    public readonly F Target
    {
        [MethodImpl(Inline)]
        get => F.Load(Targets + Lane);
        [MethodImpl(Inline)]
        set => value.Store(Targets + Lane);
    }

    /// <inheritdoc/>
    public readonly F LogProb
    {
        [MethodImpl(Inline)]
        get => F.Load(LogProbs + Lane);
        [MethodImpl(Inline)]
        set => value.Store(LogProbs + Lane);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public readonly F Policy(int output) => F.Load(At(PolicyOutputs, output));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public readonly void SetPolicyGradient(int output, F gradient) => gradient.Store(At(PolicyGradients, output));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public readonly F Action(int dimension) => F.Load(At(Actions, dimension));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public readonly void SetAction(int dimension, F action) => action.Store(At(Actions, dimension));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public readonly F Value(int critic, int output) => F.Load(At(critic == 0 ? FirstValues : SecondValues, output));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public readonly void SetValueGradient(int critic, int output, F gradient) =>
        gradient.Store(At(ValueGradients, (critic * ValueCount) + output));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public readonly F ActionGradient(int critic, int dimension) => F.Load(At(ActionGradients, (critic * InputCount) + dimension));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public readonly void SetNoise(ref Components<F> noise)
    {
        for (int i = 0; i < ActionSize; i++)
            noise[i].Store(At(Noise, i));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public readonly void GetNoise(ref Components<F> noise)
    {
        for (int i = 0; i < ActionSize; i++)
            noise[i] = F.Load(At(Noise, i));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public void Report(F loss, F second)
    {
        FirstSum += loss;
        SecondSum += second;
    }

    [MethodImpl(Inline)]
    private readonly float* At(float* rows, int row) => rows + (row * Tile.Lanes) + Lane;
}
