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
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new GpuAcException($"Option --set takes name=value, such as gamma=0.98, but was given '{text}'.");
            config = SettingsBinder.Set(config, text[..equals].Trim(), text[(equals + 1)..].Trim());
        }

        return config;
    }
}
