using System.Text.Json;
using GpuAc.Kernels.Engines;
using GpuAc.Lanes;
using GpuAc.Policies.Files;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Recipes;
using GpuAc.Training.Settings;

namespace GpuAc.Training;

/// <summary>What a run depends on: <c>config.json</c>, from which it can be repeated or resumed.</summary>
public sealed record RunConfig
{
    /// <summary>Version of the file's form.</summary>
    public const int SchemaVersion = 1;

    private const int MostBytes = 1 << 20;

    /// <summary>Id of the environment.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>Name of the recipe that the settings started from, or null.</summary>
    public string? Recipe { get; init; }

    /// <summary>Algorithm and settings.</summary>
    public required TrainerConfig Config { get; init; }

    /// <summary>Seed, device, threads and lane width.</summary>
    public required TrainerOptions Options { get; init; }

    /// <summary>When to stop.</summary>
    public required TrainingGoal Goal { get; init; }

    /// <summary>The policy, or the folder of the run, whose weights the run starts from, or null.</summary>
    public string? InitFrom { get; init; }

    /// <summary>Whether episodes are recorded.</summary>
    public bool RecordEpisodes { get; init; }

    /// <summary>Writes the file.</summary>
    /// <param name="path">Where; an existing file is replaced.</param>
    /// <exception cref="GpuAcException">It cannot be written.</exception>
    public void Write(string path) => AtomicFile.WriteDurably(path, WriteJson, "run's settings");

    private void WriteJson(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", SchemaVersion);
        json.WriteString("libraryVersion", typeof(RunConfig).Assembly.GetName().Version?.ToString(3));
        json.WriteString("env", EnvironmentId);
        json.WriteString("algorithm", Config.Algorithm.Name);
        json.WriteString("recipe", Recipe);
        json.WriteNumber("seed", Options.Seed);
        json.WriteString("device", DeviceCatalog.NameOf(DeviceCatalog.Resolve(Options.Device)));
        json.WriteNumber("laneWidth", LaneWidth.Choose(Options.LaneWidth));
        json.WriteNumber("threads", Options.Threads ?? Environment.ProcessorCount);
        json.WriteBoolean("recordEpisodes", RecordEpisodes);
        if (InitFrom != null)
            json.WriteString("initFrom", InitFrom);
        WriteGoal(json);
        json.WriteStartObject("settings");
        foreach ((string name, string value) in SettingsBinder.List(Config))
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Reads a file; settings are not yet validated as a whole.</summary>
    /// <param name="path">A file that <see cref="Write"/> wrote, or one like it: settings that it leaves out have their defaults.</param>
    /// <exception cref="GpuAcException">The file is missing, damaged, or of a newer version, or names what there is not.</exception>
    public static RunConfig Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                throw new JsonException($"it has more than {MostBytes >> 10} KiB");
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 8 });
            return Read(document.RootElement);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new GpuAcException($"The settings in '{path}' cannot be read ({cause.Message.TrimEnd('.')}).", cause);
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new GpuAcException(
                $"The settings in '{path}' cannot be used: {cause.Message.TrimEnd('.')}. Give the config.json of a run's folder.", cause);
        }
    }

    private static RunConfig Read(JsonElement root)
    {
        int version = root.GetProperty("schemaVersion").GetInt32();
        if (version is < 1 or > SchemaVersion)
            throw new JsonException($"its form has version {version}, but this version of GpuAc reads up to {SchemaVersion}");
        TrainerConfig config = AlgorithmCatalog.Find(TextOf(root, "algorithm") ?? "").Defaults;
        if (root.TryGetProperty("settings", out JsonElement settings))
        {
            foreach (JsonProperty setting in settings.EnumerateObject())
                config = SettingsBinder.Set(config, setting.Name, setting.Value.GetString() ?? "");
        }

        return new RunConfig
        {
            EnvironmentId = TextOf(root, "env") ?? throw new JsonException("it has no 'env'"),
            Recipe = TextOf(root, "recipe"),
            InitFrom = TextOf(root, "initFrom"),
            Config = config,
            Options = new TrainerOptions
            {
                Seed = root.TryGetProperty("seed", out JsonElement seed) ? seed.GetUInt64() : 0,
                Device = DeviceCatalog.Find(TextOf(root, "device")),
                LaneWidth = root.TryGetProperty("laneWidth", out JsonElement width) ? width.GetInt32() : null,
                Threads = root.TryGetProperty("threads", out JsonElement threads) ? threads.GetInt32() : null,
            },
            Goal = root.TryGetProperty("goal", out JsonElement goal) ? ReadGoal(goal) : new TrainingGoal(),
            RecordEpisodes = root.TryGetProperty("recordEpisodes", out JsonElement records) && records.GetBoolean(),
        };
    }

    private static string? TextOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private void WriteGoal(Utf8JsonWriter json)
    {
        json.WriteStartObject("goal");
        if (Goal.StopAtReturn is { } target)
            json.WriteNumber("stopAt", target);
        if (Goal.StopAboveTrainingReturn is { } above)
            json.WriteNumber("stopAboveTrainingReturn", above);
        if (Goal.MaxEpisodes is { } most)
            json.WriteNumber("maxEpisodes", most);
        json.WriteNumber("evaluationInterval", Goal.EvaluationInterval);
        json.WriteNumber("evaluationEpisodes", Goal.EvaluationEpisodes);
        json.WriteNumber("trainingEpisodes", Goal.TrainingEpisodes);
        json.WriteEndObject();
    }

    private static TrainingGoal ReadGoal(JsonElement goal)
    {
        TrainingGoal read = new();
        foreach (JsonProperty part in goal.EnumerateObject())
        {
            read = part.Name switch
            {
                "stopAt" => read with { StopAtReturn = part.Value.GetSingle() },
                "stopAboveTrainingReturn" => read with { StopAboveTrainingReturn = part.Value.GetSingle() },
                "maxEpisodes" => read with { MaxEpisodes = part.Value.GetInt64() },
                "evaluationInterval" => read with { EvaluationInterval = part.Value.GetInt32() },
                "evaluationEpisodes" => read with { EvaluationEpisodes = part.Value.GetInt32() },
                "trainingEpisodes" => read with { TrainingEpisodes = part.Value.GetInt32() },
                _ => throw new JsonException($"its goal has '{part.Name}', which is unknown"),
            };
        }

        return read;
    }
}
