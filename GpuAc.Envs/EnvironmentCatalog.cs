using GpuAc.Envs.ClassicControl;
using GpuAc.Kernels;

namespace GpuAc.Envs;

/// <summary>The built-in environments, by Gymnasium's id or a short alias; case does not matter.</summary>
public static class EnvironmentCatalog
{
    private static readonly (EnvironmentEntry Entry, string Alias)[] Known =
    [
        (EnvironmentEntry.Of<CartPoleV1>(), "cartpole"),
        (EnvironmentEntry.Of<CartPoleV0>(), "cartpole0"),
        (EnvironmentEntry.Of<PendulumV1>(), "pendulum"),
        (EnvironmentEntry.Of<MountainCarV0>(), "mountaincar"),
        (EnvironmentEntry.Of<MountainCarContinuousV0>(), "mountaincarcontinuous"),
        (EnvironmentEntry.Of<AcrobotV1>(), "acrobot"),
    ];

    /// <summary>All built-in environments.</summary>
    public static IReadOnlyList<EnvironmentEntry> All { get; } = [.. Known.Select(known => known.Entry)];

    /// <summary>The short alias of a built-in environment.</summary>
    public static string AliasOf(EnvironmentEntry entry) => Known.First(known => known.Entry == entry).Alias;

    /// <summary>Finds an environment.</summary>
    /// <param name="name">Id or alias.</param>
    /// <exception cref="UnknownNameException">There is none; the nearest names are offered.</exception>
    public static EnvironmentEntry Find(string name)
    {
        foreach ((EnvironmentEntry entry, string alias) in Known)
        {
            if (string.Equals(entry.Spec.Id, name, StringComparison.OrdinalIgnoreCase)
                || string.Equals(alias, name, StringComparison.OrdinalIgnoreCase))
                return entry;
        }

        throw UnknownNameException.For("environment", name, Known.SelectMany(known => new[] { known.Entry.Spec.Id, known.Alias }));
    }
}
