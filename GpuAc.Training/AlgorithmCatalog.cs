using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training;

/// <summary>
/// The algorithms by name: the built-in ones, and those that a program registered, which recipes, <c>--algorithm</c> and settings then
/// know like any other. Safe for use by several threads.
/// </summary>
public static class AlgorithmCatalog
{
    private static readonly NamedRegistry<Algorithm> Registry = new("algorithm", algorithm => [algorithm.Name],
    [
        Ppo.Instance, A2c.Instance, Reinforce.Instance, OneStepAc.Instance, A3c.Instance,
        Ddpg.Instance, Td3.Instance, Sac.Instance, SacDiscrete.Instance, QActorCritic.Instance,
    ]);

    /// <summary>All algorithms, in the order in which they were registered, built-in ones first.</summary>
    public static IReadOnlyList<Algorithm> All => Registry.All;

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names => Registry.Names;

    /// <summary>Makes an algorithm known by its name.</summary>
    /// <exception cref="GpuAcException">The name is malformed or taken.</exception>
    public static void Register(Algorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        Registry.Register(algorithm, algorithm.Name, "the name of an algorithm");
    }

    /// <summary>Finds an algorithm by its name, whose case does not matter.</summary>
    /// <exception cref="UnknownNameException">There is none; the nearest names are offered.</exception>
    public static Algorithm Find(string name) => Registry.Find(name);
}
