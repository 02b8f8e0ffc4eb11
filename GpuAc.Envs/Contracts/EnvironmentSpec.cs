namespace GpuAc.Envs.Contracts;

/// <summary>What the toolkit needs to know of an environment before it runs.</summary>
public sealed record EnvironmentSpec
{
    /// <summary>Unique id in Gymnasium's form, such as <c>CartPole-v1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The observation's components; 1 to 16.</summary>
    public required IReadOnlyList<Dimension> Observation { get; init; }

    /// <summary>The action space; at most 16 choices, or 8 continuous dimensions.</summary>
    public required ActionSpace Action { get; init; }

    /// <summary>Names of the state's components; 1 to 16. By default the state is the observation.</summary>
    public IReadOnlyList<string> StateNames { get => field ?? [.. Observation.Select(dimension => dimension.Name)]; init; }

    /// <summary>Number of components of the state.</summary>
    public int StateSize => StateNames.Count;

    /// <summary>Number of uniform draws that a reset needs; 0 to 16.</summary>
    public required int ResetUniforms { get; init; }

    /// <summary>Steps after which an episode is truncated; at least 1.</summary>
    public required int MaxEpisodeSteps { get; init; }

    /// <summary>Mean return over 100 episodes from which the environment counts as solved, or null when nobody has said.</summary>
    public float? SolvedReturn { get; init; }
}
