using System.Text.RegularExpressions;
using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Envs.Verification;

namespace GpuAc.Envs;

/// <summary>
/// Environments by id or a short alias, whose case does not matter: the built-in ones, by Gymnasium's ids, and those that a program
/// registered. Safe for use by several threads.
/// </summary>
public static partial class EnvironmentCatalog
{
    private static readonly Lock Changing = new();

    private static volatile Known[] entries =
    [
        new(EnvironmentEntry.Of<CartPoleV1>(), "cartpole"),
        new(EnvironmentEntry.Of<CartPoleV0>(), "cartpole0"),
        new(EnvironmentEntry.Of<PendulumV1>(), "pendulum"),
        new(EnvironmentEntry.Of<MountainCarV0>(), "mountaincar"),
        new(EnvironmentEntry.Of<MountainCarContinuousV0>(), "mountaincarcontinuous"),
        new(EnvironmentEntry.Of<AcrobotV1>(), "acrobot"),
    ];

    /// <summary>All environments, in the order in which they were registered, built-in ones first.</summary>
    public static IReadOnlyList<EnvironmentEntry> All => [.. entries.Select(known => known.Entry)];

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
        if (!Alias().IsMatch(alias))
            throw new GpuAcException(
                $"'{alias}' cannot be the alias of '{entry.Spec.Id}'; take lower-case letters, digits and hyphens, such as my-env.");
        lock (Changing)
        {
            foreach (string name in (string[])[entry.Spec.Id, alias])
            {
                if (Array.Find(entries, known => known.HasName(name)) is { } other)
                    throw new GpuAcException(
                        $"'{entry.Spec.Id}' cannot be registered as '{name}': that is '{other.Entry.Spec.Id}'. Take another name.");
            }

            entries = [.. entries, new Known(entry, alias)];
        }

        return entry;
    }

    /// <summary>The short alias of an environment of the catalog.</summary>
    public static string AliasOf(EnvironmentEntry entry) => entries.First(known => known.Entry == entry).Alias;

    /// <summary>Finds an environment.</summary>
    /// <param name="name">Id or alias.</param>
    /// <exception cref="UnknownNameException">There is none; the nearest names are offered.</exception>
    public static EnvironmentEntry Find(string name) =>
        Array.Find(entries, known => known.HasName(name))?.Entry
        ?? throw UnknownNameException.For("environment", name, entries.SelectMany(known => new[] { known.Entry.Spec.Id, known.Alias }));

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

    [GeneratedRegex("^[a-z][a-z0-9-]*$")]
    private static partial Regex Alias();

    private sealed record Known(EnvironmentEntry Entry, string Alias)
    {
        public bool HasName(string name) => string.Equals(Entry.Spec.Id, name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(Alias, name, StringComparison.OrdinalIgnoreCase);
    }
}
