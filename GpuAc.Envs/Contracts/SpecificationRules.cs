using GpuAc.Lanes;

namespace GpuAc.Envs.Contracts;

/// <summary>What a usable <see cref="EnvironmentSpec"/> fulfils.</summary>
public static class SpecificationRules
{
    /// <summary>Most choices of a discrete action space.</summary>
    public const int MostChoices = 16;

    /// <summary>Most dimensions of a continuous action space.</summary>
    public const int MostActionDimensions = 8;

    /// <summary>Longest time limit, in steps: clocks count in float32, exactly to here.</summary>
    public const int LongestEpisode = 1 << 24;

    /// <summary>All faults of a specification, each naming the property, its value and what it must be; empty when it is usable.</summary>
    public static IReadOnlyList<string> FaultsOf(EnvironmentSpec? spec)
    {
        if (spec is null)
            return ["Spec is null, but must describe the environment."];
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(spec.Id))
            faults.Add("Id is empty, but must be a unique name such as 'CartPole-v1'.");
        else if (spec.Id.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is '/' or '\\'))
            faults.Add($"Id is '{spec.Id}', but may hold no spaces, slashes or control characters: it becomes part of file names.");
        CheckDimensions(spec.Observation, "Observation", Components.Capacity, mustBeFinite: false, faults);
        CheckAction(spec.Action, faults);
        if (spec.Observation is not null && spec.Observation.All(dimension => !string.IsNullOrWhiteSpace(dimension?.Name)))
            CheckStateNames(spec.StateNames, faults);
        if (spec.ResetUniforms is < 0 or > Components.Capacity)
            faults.Add($"ResetUniforms is {spec.ResetUniforms}, but must be 0 to {Components.Capacity}.");
        if (spec.MaxEpisodeSteps is < 1 or > LongestEpisode)
            faults.Add($"MaxEpisodeSteps is {spec.MaxEpisodeSteps}, but must be 1 to {LongestEpisode}.");
        if (spec.SolvedReturn is { } solved && !float.IsFinite(solved))
            faults.Add($"SolvedReturn is {solved}, but must be finite, or null when nobody has said.");
        return faults;
    }

    /// <summary>Throws when a specification has faults.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="type">Name of the environment's type, for the message.</param>
    /// <exception cref="GpuAcException">It has; all faults are named together.</exception>
    public static void Require(EnvironmentSpec? spec, string type)
    {
        IReadOnlyList<string> faults = FaultsOf(spec);
        if (faults.Count > 0)
            throw new GpuAcException($"The specification of the environment '{type}' cannot be used. {string.Join(" ", faults)}");
    }

    private static void CheckAction(ActionSpace? space, List<string> faults)
    {
        switch (space)
        {
            case DiscreteSpace { Choices: null }:
                faults.Add("Action.Choices is null, but must name the choices.");
                break;
            case DiscreteSpace discrete:
                if (discrete.Size is < 2 or > MostChoices)
                    faults.Add($"Action has {discrete.Size} choices, but must have 2 to {MostChoices}.");
                if (discrete.Choices.Any(string.IsNullOrWhiteSpace))
                    faults.Add("Action has a choice without a name; name every one.");
                break;
            case BoxSpace box:
                CheckDimensions(box.Dimensions, "Action", MostActionDimensions, mustBeFinite: true, faults);
                break;
            default:
                faults.Add($"Action is {space?.GetType().Name ?? "null"}, but must be a DiscreteSpace or a BoxSpace.");
                break;
        }
    }

    private static void CheckDimensions(IReadOnlyList<Dimension>? dimensions, string name, int most, bool mustBeFinite, List<string> faults)
    {
        if (dimensions is null || dimensions.Count < 1 || dimensions.Count > most)
            faults.Add($"{name} has {dimensions?.Count.ToString() ?? "no list of"} dimensions, but must have 1 to {most}.");
        if (dimensions is null)
            return;
        for (int i = 0; i < dimensions.Count; i++)
        {
            Dimension dimension = dimensions[i];
            if (dimension is null)
                faults.Add($"{name}[{i}] is null, but must be a Dimension.");
            else if (string.IsNullOrWhiteSpace(dimension.Name))
                faults.Add($"{name}[{i}] has no name; give it one.");
            else if (!(dimension.Low < dimension.High))
                faults.Add($"{name} '{dimension.Name}' has the bounds [{dimension.Low}, {dimension.High}], but Low must be below High.");
            else if (mustBeFinite && !(float.IsFinite(dimension.Low) && float.IsFinite(dimension.High)))
                faults.Add(
                    $"{name} '{dimension.Name}' has the bounds [{dimension.Low}, {dimension.High}], but those of an action must be "
                    + "finite.");
        }
    }

    private static void CheckStateNames(IReadOnlyList<string> names, List<string> faults)
    {
        if (names.Count is < 1 or > Components.Capacity)
            faults.Add($"StateNames has {names.Count} names, but must have 1 to {Components.Capacity}.");
        else if (names.Any(string.IsNullOrWhiteSpace))
            faults.Add("StateNames has an empty name; name every component.");
    }
}
