using System.Text.RegularExpressions;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training;

/// <summary>
/// The algorithms by name: the built-in ones, and those that a program registered, which recipes, <c>--algorithm</c> and settings then
/// know like any other. Safe for use by several threads.
/// </summary>
public static partial class AlgorithmCatalog
{
    private static readonly Lock Changing = new();

    private static volatile Algorithm[] known =
    [
        Ppo.Instance, A2c.Instance, Reinforce.Instance, OneStepAc.Instance, A3c.Instance,
        Ddpg.Instance, Td3.Instance, Sac.Instance, SacDiscrete.Instance, QActorCritic.Instance,
    ];

    /// <summary>All algorithms, in the order in which they were registered, built-in ones first.</summary>
    public static IReadOnlyList<Algorithm> All => known;

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names => [.. known.Select(algorithm => algorithm.Name)];

    /// <summary>Makes an algorithm known by its name.</summary>
    /// <exception cref="GpuAcException">The name is malformed or taken.</exception>
    public static void Register(Algorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        if (!Name().IsMatch(algorithm.Name))
            throw new GpuAcException(
                $"'{algorithm.Name}' cannot be the name of an algorithm; take lower-case letters, digits and hyphens, such as my-ppo.");
        lock (Changing)
        {
            if (Array.Exists(known, other => other.Name == algorithm.Name))
                throw new GpuAcException($"An algorithm '{algorithm.Name}' is registered already; take another name.");
            known = [.. known, algorithm];
        }
    }

    /// <summary>Finds an algorithm by its name, whose case does not matter.</summary>
    /// <exception cref="UnknownNameException">There is none; the nearest names are offered.</exception>
    public static Algorithm Find(string name) =>
        Array.Find(known, algorithm => string.Equals(algorithm.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw UnknownNameException.For("algorithm", name, Names);

    [GeneratedRegex("^[a-z][a-z0-9-]*$")]
    private static partial Regex Name();
}
