using GpuAc.Training.Algorithms;
using GpuAc.Training.Settings;

namespace GpuAc.Cli.Commands;

/// <summary>Applies <c>--set name=value</c>.</summary>
internal static class Overrides
{
    /// <summary>Settings with all overrides, in order.</summary>
    /// <exception cref="GpuAcException">An override is not name=value, names no setting, or has no value for it.</exception>
    public static TConfig Apply<TConfig>(TConfig config, string[]? overrides)
        where TConfig : TrainerConfig
    {
        foreach (string text in overrides ?? [])
        {
            (string name, string value) = Split(text);
            config = SettingsBinder.Set(config, name, value);
        }

        return config;
    }

    /// <summary>Brings settings that nobody named into line with those that were.</summary>
    /// <param name="config">Settings; replaced where some had to change.</param>
    /// <param name="overrides">What was asked for, <c>name=value</c> each; these settings stay.</param>
    /// <returns>What was changed, a sentence each.</returns>
    public static IReadOnlyList<string> Fit(ref TrainerConfig config, IReadOnlyList<string> overrides)
    {
        TrainerConfig fitted = config.Fit();
        (string Name, string Before, string After)[] changes =
        [
            .. SettingsBinder.List(config).Zip(SettingsBinder.List(fitted))
                .Where(pair => pair.First.Value != pair.Second.Value)
                .Select(pair => (pair.First.Key, pair.First.Value, pair.Second.Value)),
        ];
        string[] given = [.. overrides.Select(text => Split(text).Name)];
        if (changes.Any(change => given.Contains(change.Name, StringComparer.OrdinalIgnoreCase)))
            return [];
        config = fitted;
        return [.. changes.Select(change => $"'{change.Name}' is {change.After} in place of {change.Before}, to suit the other settings.")];
    }

    private static (string Name, string Value) Split(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (text[..equals].Trim(), text[(equals + 1)..].Trim())
            : throw new GpuAcException($"Option --set takes name=value, such as gamma=0.98, but was given '{text}'.");
    }
}
