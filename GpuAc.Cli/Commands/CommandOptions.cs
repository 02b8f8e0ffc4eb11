using System.CommandLine;
using System.Globalization;

namespace GpuAc.Cli.Commands;

/// <summary>Options that several commands share, and how their values are read. Values are read here rather than by the parser so
/// that an error names option, value and remedy.</summary>
internal static class CommandOptions
{
    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object on standard output and nothing else there." };

    /// <summary>An option that takes a value.</summary>
    public static Option<string?> Value(string name, string valueName, string description) =>
        new(name) { Description = description, HelpName = valueName };

    /// <summary><c>--threads</c>.</summary>
    public static Option<string?> Threads() =>
        Value("--threads", "N", "Worker threads; by default one per core. Only a3c's results depend on it: a worker each.");

    /// <summary><c>--seed</c>.</summary>
    public static Option<string?> Seed() => Value("--seed", "S", "Seed of everything random; by default 0.");

    /// <summary>Reads a whole number in a range, or null when the option was left out.</summary>
    public static long? Whole(ParseResult parsed, Option<string?> option, long least, long most)
    {
        string? text = parsed.GetValue(option);
        if (text == null)
            return null;
        return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most
            ? value
            : throw new GpuAcException($"Option {option.Name} takes a whole number from {least} to {most}, but was given '{text}'.");
    }

    /// <summary>Reads a finite number, or null when the option was left out.</summary>
    public static float? Number(ParseResult parsed, Option<string?> option)
    {
        string? text = parsed.GetValue(option);
        if (text == null)
            return null;
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
            ? value
            : throw new GpuAcException($"Option {option.Name} takes a finite number such as 475, but was given '{text}'.");
    }

    /// <summary>Reads the seed.</summary>
    public static ulong ReadSeed(ParseResult parsed, Option<string?> option) => (ulong)(Whole(parsed, option, 0, long.MaxValue) ?? 0);

    /// <summary>Reads the number of threads.</summary>
    public static int? ReadThreads(ParseResult parsed, Option<string?> option) => (int?)Whole(parsed, option, 1, 1024);
}
