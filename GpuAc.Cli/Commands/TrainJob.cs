using GpuAc.Envs;
using GpuAc.Kernels.Engines;
using GpuAc.Policies.Files;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Checkpoints;
using GpuAc.Training.Recipes;

namespace GpuAc.Cli.Commands;

/// <summary>A request with everything looked up: a new run, or one that is resumed.</summary>
internal sealed record TrainJob
{
    /// <summary>Environment.</summary>
    public required EnvironmentEntry Entry { get; init; }

    /// <summary>Settings and goal, and what to say about them.</summary>
    public required FittedRecipe Fitted { get; init; }

    /// <summary>The recipe.</summary>
    public Recipe Recipe => Fitted.Recipe;

    /// <summary>Seed, device, threads, lane width.</summary>
    public required TrainerOptions Options { get; init; }

    /// <summary>The policy, or the folder of the run, whose weights it starts from, or null.</summary>
    public string? InitFrom { get; init; }

    /// <summary>The folder of the run that is resumed, or null for a new one.</summary>
    public RunFolder? Earlier { get; init; }

    /// <summary>The checkpoint that it is resumed from, or null.</summary>
    public Checkpoint? From { get; init; }

    /// <summary>A new run.</summary>
    /// <exception cref="GpuAcException">A name is unknown, settings do not fit together, or the folder is taken.</exception>
    public static TrainJob Begin(TrainRequest request)
    {
        if (request.Folder != null)
            RunFolder.RequireFree(request.Folder);
        if (request.ConfigFile != null)
            return Repeat(RunConfig.Read(request.ConfigFile), request).WithWeights();
        EnvironmentEntry entry = request.FindEnvironment();
        return new TrainJob
        {
            Entry = entry,
            Fitted = request.Resolve(entry),
            Options = new TrainerOptions
            {
                Seed = request.Seed ?? 0,
                Threads = request.Threads,
                Device = DeviceCatalog.Resolve(request.Device),
            },
            InitFrom = request.InitFrom,
        }.WithWeights();
    }

    /// <summary>A run resumed from the newest checkpoint in its folder that can be used.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="request">What else was asked for: threads.</param>
    /// <param name="error">Where to say which checkpoints cannot be used.</param>
    /// <exception cref="GpuAcException">There is no such folder, or no checkpoint in it that can be used.</exception>
    public static TrainJob Resume(string path, TrainRequest request, TextWriter error)
    {
        RunFolder folder = RunFolder.Open(path);
        RunConfig config = folder.ReadConfig();
        Checkpoint from = new CheckpointFolder(folder.CheckpointsPath).LoadLatest(reason => error.WriteLine($"warning: {reason}"));
        return Repeat(config, request) with { Earlier = folder, From = from };
    }

    private static TrainJob Repeat(RunConfig config, TrainRequest request) => new()
    {
        InitFrom = request.InitFrom ?? config.InitFrom,
        Entry = EnvironmentCatalog.Find(config.EnvironmentId),
        Fitted = request.Apply(new Recipe
        {
            Name = config.Recipe ?? "",
            EnvironmentId = config.EnvironmentId,
            Summary = "",
            Config = config.Config,
            Goal = config.Goal,
            RecordEpisodes = config.RecordEpisodes,
        }),
        Options = config.Options with
        {
            Seed = request.Seed ?? config.Options.Seed,
            Device = request.Device ?? config.Options.Device,
            Threads = request.Threads ?? config.Options.Threads,
        },
    };

    /// <summary>The run's folder; made, with the settings in it, for a new run.</summary>
    public RunFolder OpenFolder(string? path)
    {
        if (Earlier != null)
            return Earlier;
        RunFolder folder = path == null
            ? RunFolder.CreateNumbered("runs", Entry.Spec.Id, Recipe.Config.Algorithm.Name, Options.Seed)
            : RunFolder.Create(path);
        folder.WriteConfig(new RunConfig
        {
            EnvironmentId = Entry.Spec.Id,
            Recipe = Recipe.Name.Length > 0 ? Recipe.Name : null,
            Config = Recipe.Config,
            Options = Options,
            Goal = Recipe.Goal,
            RecordEpisodes = Recipe.RecordEpisodes,
            InitFrom = InitFrom,
        });
        return folder;
    }

    private TrainJob WithWeights() => InitFrom == null ? this : this with
    {
        Options = Options with
        {
            InitialPolicy = PolicySnapshotFile.Load(
                Directory.Exists(InitFrom) ? RunFolder.Open(InitFrom).SnapshotPath : InitFrom),
        },
    };
}
