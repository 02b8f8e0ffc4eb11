using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Envs.Verification;

namespace GpuAc.Envs;

/// <summary>
/// Environments by id or a short alias, whose case does not matter: the built-in ones, by Gymnasium's ids, and those that a program
/// registered. Safe for use by several threads.
/// </summary>
public static class EnvironmentCatalog
{
    private static readonly NamedRegistry<Known> Registry = new("environment", known => [known.Entry.Spec.Id, known.Alias],
    [
        new(EnvironmentEntry.Of<CartPoleV1>(), "cartpole"),
        new(EnvironmentEntry.Of<CartPoleV0>(), "cartpole0"),
        new(EnvironmentEntry.Of<PendulumV1>(), "pendulum"),
        new(EnvironmentEntry.Of<MountainCarV0>(), "mountaincar"),
        new(EnvironmentEntry.Of<MountainCarContinuousV0>(), "mountaincarcontinuous"),
        new(EnvironmentEntry.Of<AcrobotV1>(), "acrobot"),
    ]);

    /// <summary>All environments, in the order in which they were registered, built-in ones first.</summary>
    public static IReadOnlyList<EnvironmentEntry> All => [.. Registry.All.Select(known => known.Entry)];

    /// <summary>Makes an environment known by its id and an alias.</summary>
    /// <typeparam name="TEnv">The environment.</typeparam>
    /// <param name="alias">Short name: lower-case letters, digits and hyphens, beginning with a letter.</param>
    /// <returns>Its entry.</returns>
    /// <exception cref="GpuAcException">The specification is not usable, or id or alias are malformed or taken.</exception>
    public static EnvironmentEntry Register<TEnv>(string alias)
        where TEnv : struct, IEnvironment
    {
        ArgumentNullException.ThrowIfNull(alias);
        EnvironmentEntry entry = EnvironmentEntry.Of<TEnv>();
        Registry.Register(new Known(entry, alias), alias, $"the alias of '{entry.Spec.Id}'");
        return entry;
    }

    /// <summary>The short alias of an environment of the catalog.</summary>
    public static string AliasOf(EnvironmentEntry entry) => Registry.All.First(known => known.Entry == entry).Alias;

    /// <summary>Finds an environment.</summary>
    /// <param name="name">Id or alias.</param>
    /// <exception cref="UnknownNameException">There is none; the nearest names are offered.</exception>
    public static EnvironmentEntry Find(string name) => Registry.Find(name).Entry;

    /// <summary>Verifies the environment that a file of trajectories names; see <see cref="TrajectoryVerifier"/>.</summary>
    /// <param name="path">A JSON file of trajectories.</param>
    /// <exception cref="GpuAcException">The file cannot be read, is malformed, or names no environment of the catalog.</exception>
    public static TrajectoryReport Verify(string path)
    {
        EnvironmentEntry entry;
        try
        {
            entry = Find(TrajectoryVerifier.EnvironmentOf(path));
        }
        catch (UnknownNameException cause)
        {
            throw new GpuAcException(
                $"'{path}' names an environment that is not built in. {cause.Message} Correct its field 'environment', or verify your "
                + "own environment through its EnvironmentEntry.", cause);
        }

        return entry.Verify(path);
    }

    private sealed record Known(EnvironmentEntry Entry, string Alias);
}
