namespace GpuAc.Envs.Contracts;

/// <summary>One component of an observation or of a continuous action.</summary>
/// <param name="Name">Short name, with the unit where there is one.</param>
/// <param name="Low">Lowest value, or −∞.</param>
/// <param name="High">Highest value, or +∞.</param>
public sealed record Dimension(string Name, float Low, float High);

/// <summary>What an environment may be told to do: a <see cref="DiscreteSpace"/> or a <see cref="BoxSpace"/>.</summary>
public abstract record ActionSpace
{
    private protected ActionSpace()
    {
    }

    /// <summary>Number of choices, or of dimensions.</summary>
    public abstract int Size { get; }

    /// <summary>Number of components that an action takes: 1 when discrete, one per dimension when continuous.</summary>
    public abstract int Components { get; }

    /// <summary>Names of the choices or of the dimensions.</summary>
    public abstract IReadOnlyList<string> Names { get; }
}

/// <summary>A choice among named actions 0, 1, 2, ...</summary>
/// <param name="Choices">One name per action; at least two.</param>
public sealed record DiscreteSpace(params IReadOnlyList<string> Choices) : ActionSpace
{
    /// <inheritdoc/>
    public override int Size => Choices.Count;

    /// <inheritdoc/>
    public override int Components => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => Choices;
}

/// <summary>Continuous values with finite bounds.</summary>
/// <param name="Dimensions">One or more dimensions.</param>
public sealed record BoxSpace(params IReadOnlyList<Dimension> Dimensions) : ActionSpace
{
    /// <inheritdoc/>
    public override int Size => Dimensions.Count;

    /// <inheritdoc/>
    public override int Components => Dimensions.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => [.. Dimensions.Select(dimension => dimension.Name)];
}
