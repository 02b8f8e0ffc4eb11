using System.Text.Json;
using GpuAc.Envs.Contracts;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Settings;

namespace GpuAc.Training.Tests.Updates;

/// <summary>Reads the cases of tests/Reference/updates.</summary>
internal static class UpdateData
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Reference", "updates");

    /// <summary>A case by its name.</summary>
    public static JsonElement Load(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")));
        return document.RootElement.Clone();
    }

    /// <summary>Names of the cases that hold a property.</summary>
    public static string[] With(string property) =>
    [
        .. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order()
            .Where(name => Load(name).TryGetProperty(property, out _)),
    ];

    /// <summary>An array of numbers that are exact in float32.</summary>
    public static float[] Singles(this JsonElement element, string property) =>
        [.. element.GetProperty(property).EnumerateArray().Select(value => value.GetSingle())];

    /// <summary>An array of results.</summary>
    public static double[] Doubles(this JsonElement element, string property) =>
        [.. element.GetProperty(property).EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>An algorithm's defaults with the case's settings, which must be valid.</summary>
    public static TConfig Configure<TConfig>(this JsonElement data, IEnumerable<TConfig> defaults)
        where TConfig : TrainerConfig
    {
        TConfig config = defaults.Single(each => each.Algorithm.Name == data.GetProperty("algorithm").GetString());
        config = config.With(data.GetProperty("settings"));
        Assert.Empty(config.Validate());
        return config;
    }

    /// <summary>A copy with other settings.</summary>
    public static TConfig With<TConfig>(this TConfig config, JsonElement settings)
        where TConfig : TrainerConfig =>
        settings.EnumerateObject().Aggregate(config, (made, setting) => SettingsBinder.Set(made, setting.Name, setting.Value.GetString()!));

    /// <summary>An environment that the case could be of, with no time limit of its own.</summary>
    public static EnvironmentSpec Environment(this JsonElement data, bool isDiscrete)
    {
        int actions = data.GetProperty("actionSize").GetInt32();
        return new EnvironmentSpec
        {
            Id = "Given-v0",
            Observation = [.. Enumerable.Range(0, data.GetProperty("observations").GetInt32()).Select(Dimension)],
            Action = isDiscrete
                ? new DiscreteSpace([.. Enumerable.Range(0, actions).Select(i => $"action{i}")])
                : new BoxSpace([.. Enumerable.Range(0, actions).Select(Dimension)]),
            ResetUniforms = 0,
            MaxEpisodeSteps = 1,
        };

        static Dimension Dimension(int index) => new($"x{index}", -1, 1);
    }
}
