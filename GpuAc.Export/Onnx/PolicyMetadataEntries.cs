using System.Globalization;
using System.Text;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Export.Onnx;

/// <summary>
/// Metadata as flat text entries. Lists are comma-separated; a comma or backslash inside a name follows a backslash. Numbers are in
/// the invariant culture and read back to the same bits; an unbounded side is <c>Infinity</c> or <c>-Infinity</c>.
/// </summary>
internal static class PolicyMetadataEntries
{
    /// <summary>Key of the contract's version: what tells our files from others.</summary>
    internal const string SchemaVersionKey = "gpuac.schema_version";

    /// <summary>Key of the engine that a file is for, where it is not for all.</summary>
    internal const string ProfileKey = "gpuac.profile";

    private const string RewardScaleKey = "gpuac.reward_scale";

    /// <summary>The entries, in the order in which they are written.</summary>
    internal static IEnumerable<(string Key, string Value)> Format(PolicyMetadata metadata)
    {
        PolicyProvenance provenance = metadata.Provenance;
        yield return (SchemaVersionKey, Text(metadata.SchemaVersion));
        yield return ("gpuac.library_version", provenance.LibraryVersion);
        yield return ("gpuac.environment", provenance.EnvironmentId);
        yield return ("gpuac.algorithm", provenance.Algorithm);
        yield return ("gpuac.seed", Text(provenance.Seed));
        yield return ("gpuac.training_steps", Text(provenance.TrainingSteps));
        yield return ("gpuac.evaluation.episodes", Text(provenance.EvaluationEpisodes));
        yield return ("gpuac.evaluation.mean_return", Text(provenance.EvaluationMeanReturn));
        yield return ("gpuac.evaluation.std_return", Text(provenance.EvaluationStdReturn));
        // Files of earlier versions lack it. No file lacks what follows it, so that one which was cut off is recognised.
        if (metadata.RewardScale is { } scale)
            yield return (RewardScaleKey, Text(scale));
        yield return ("gpuac.observation.names", JoinNames(metadata.ObservationNames));
        yield return ("gpuac.observation.low", JoinNumbers(metadata.ObservationLow));
        yield return ("gpuac.observation.high", JoinNumbers(metadata.ObservationHigh));
        yield return ("gpuac.action.distribution", DistributionName(metadata.Distribution));
        yield return ("gpuac.action.names", JoinNames(metadata.ActionNames));
        yield return ("gpuac.action.low", JoinNumbers(metadata.ActionLow));
        yield return ("gpuac.action.high", JoinNumbers(metadata.ActionHigh));
    }

    /// <summary>Reads entries back.</summary>
    /// <exception cref="InvalidDataException">An entry is missing or malformed, or the contract's version is unknown.</exception>
    internal static PolicyMetadata Parse(IReadOnlyDictionary<string, string> entries)
    {
        int version = (int)Integer(entries, SchemaVersionKey, int.MaxValue);
        if (version is < 1 or > PolicyMetadata.CurrentSchemaVersion)
        {
            throw new InvalidDataException(
                $"its {SchemaVersionKey} is {version}, but this version of GpuAc reads up to {PolicyMetadata.CurrentSchemaVersion}");
        }

        return new PolicyMetadata
        {
            SchemaVersion = version,
            Provenance = new PolicyProvenance
            {
                LibraryVersion = Entry(entries, "gpuac.library_version"),
                EnvironmentId = Entry(entries, "gpuac.environment"),
                Algorithm = Entry(entries, "gpuac.algorithm"),
                Seed = Integer(entries, "gpuac.seed", ulong.MaxValue),
                TrainingSteps = (long)Integer(entries, "gpuac.training_steps", long.MaxValue),
                EvaluationEpisodes = (int)Integer(entries, "gpuac.evaluation.episodes", int.MaxValue),
                EvaluationMeanReturn = Number(entries, "gpuac.evaluation.mean_return"),
                EvaluationStdReturn = Number(entries, "gpuac.evaluation.std_return"),
            },
            Distribution = ParseDistribution(Entry(entries, "gpuac.action.distribution")),
            ObservationNames = SplitNames(Entry(entries, "gpuac.observation.names")),
            ObservationLow = Numbers(entries, "gpuac.observation.low"),
            ObservationHigh = Numbers(entries, "gpuac.observation.high"),
            ActionNames = SplitNames(Entry(entries, "gpuac.action.names")),
            ActionLow = Numbers(entries, "gpuac.action.low"),
            ActionHigh = Numbers(entries, "gpuac.action.high"),
            RewardScale = entries.ContainsKey(RewardScaleKey) ? (float)Number(entries, RewardScaleKey) : null,
        };
    }

    private static string DistributionName(DistributionKind kind) => kind switch
    {
        DistributionKind.Categorical => "categorical",
        DistributionKind.DiagonalGaussian => "diagonal_gaussian",
        DistributionKind.SquashedGaussian => "squashed_gaussian",
        DistributionKind.Deterministic => "deterministic",
        DistributionKind.SquashedDeterministic => "squashed_deterministic",
        DistributionKind.StateDependentSquashedGaussian => "state_dependent_squashed_gaussian",
        _ => throw new InvalidOperationException($"Distribution {kind} has no name in files."),
    };

    private static DistributionKind ParseDistribution(string name) => name switch
    {
        "categorical" => DistributionKind.Categorical,
        "diagonal_gaussian" => DistributionKind.DiagonalGaussian,
        "squashed_gaussian" => DistributionKind.SquashedGaussian,
        "deterministic" => DistributionKind.Deterministic,
        "squashed_deterministic" => DistributionKind.SquashedDeterministic,
        "state_dependent_squashed_gaussian" => DistributionKind.StateDependentSquashedGaussian,
        _ => throw new InvalidDataException($"its gpuac.action.distribution is '{name}', which this version of GpuAc does not know"),
    };

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static string JoinNumbers(IReadOnlyList<float> values)
    {
        var texts = new string[values.Count];
        for (int i = 0; i < texts.Length; i++)
            texts[i] = Text(values[i]);
        return string.Join(',', texts);
    }

    private static string JoinNames(IReadOnlyList<string> names) => string.Join(',', names.Select(name =>
        name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal)));

    private static List<string> SplitNames(string text)
    {
        var names = new List<string>();
        var name = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == ',')
            {
                names.Add(name.ToString());
                name.Clear();
            }
            else
            {
                if (text[i] == '\\' && i + 1 < text.Length)
                    i++;
                name.Append(text[i]);
            }
        }

        names.Add(name.ToString());
        return names;
    }

    private static string Entry(IReadOnlyDictionary<string, string> entries, string key) =>
        entries.TryGetValue(key, out string? value) ? value : throw new InvalidDataException($"its metadata lacks {key}");

    private static ulong Integer(IReadOnlyDictionary<string, string> entries, string key, ulong highest)
    {
        string text = Entry(entries, key);
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) && value <= highest
            ? value
            : throw Malformed(key, text);
    }

    private static double Number(IReadOnlyDictionary<string, string> entries, string key)
    {
        string text = Entry(entries, key);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw Malformed(key, text);
    }

    private static float[] Numbers(IReadOnlyDictionary<string, string> entries, string key)
    {
        string text = Entry(entries, key);
        if (text.Length == 0)
            return [];
        string[] parts = text.Split(',');
        var values = new float[parts.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
                throw Malformed(key, text);
        }

        return values;
    }

    private static InvalidDataException Malformed(string key, string text) => new($"its {key} is '{text}'");
}
