using System.Globalization;
using System.Reflection;
using GpuAc.Policies.Activations;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.Settings;

/// <summary>
/// Reads and changes settings by name, as the command line's <c>--set name=value</c> and <c>config.json</c> do. A setting's name is its
/// property's in camelCase (<c>gaeLambda</c>); those of the optimiser and the initialisation are listed with the algorithm's
/// (<c>learningRate</c>).
/// </summary>
public static class SettingsBinder
{
    /// <summary>Names and values of all settings, in a fixed order, values as <see cref="Set"/> takes them.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> List(TrainerConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return [.. Find(config).Select(setting => KeyValuePair.Create(setting.Name, Format(setting.Property.GetValue(setting.Owner))))];
    }

    /// <summary>A copy with one setting changed; not yet validated as a whole.</summary>
    /// <param name="config">Settings.</param>
    /// <param name="name">Name, case-insensitive.</param>
    /// <param name="value">Value: a number in invariant format, <c>true</c> or <c>false</c>, a name, or whole numbers between
    /// commas.</param>
    /// <exception cref="GpuAcException">There is no such setting, or the value is not one for it.</exception>
    public static TConfig Set<TConfig>(TConfig config, string name, string value)
        where TConfig : TrainerConfig
    {
        ArgumentNullException.ThrowIfNull(config);
        TrainerConfig copy =
            (TrainerConfig)config with { Optimizer = config.Optimizer with { }, Initialization = config.Initialization with { } };
        Setting[] settings = [.. Find(copy)];
        int index = Array.FindIndex(settings, setting => string.Equals(setting.Name, name, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
            throw UnknownNameException.For("setting", name, settings.Select(setting => setting.Name));
        Setting found = settings[index];
        found.Property.SetValue(found.Owner, Parse(found, value));
        return (TConfig)copy;
    }

    private static IEnumerable<Setting> Find(TrainerConfig config) =>
        Of(config).Concat(Of(config.Optimizer)).Concat(Of(config.Initialization));

    // Init-only properties are settable here because the owner is a fresh copy that nobody else has seen.
    private static IEnumerable<Setting> Of(object owner) =>
        owner.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && property.PropertyType.Namespace?.StartsWith("GpuAc", StringComparison.Ordinal) != true
                || property.PropertyType.IsEnum || property.PropertyType == typeof(Activation))
            .Select(property => new Setting(NameOf(owner, property), owner, property));

    private static string NameOf(object owner, PropertyInfo property)
    {
        string name = property.Name switch
        {
            "Kind" => owner is Kernels.Optimizers.OptimizerConfig ? "optimizer" : "initialization",
            "Schedule" => "learningRateSchedule",
            _ => property.Name,
        };
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static string Format(object? value) => value switch
    {
        IReadOnlyList<int> sizes => string.Join(',', sizes),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static object Parse(Setting setting, string value)
    {
        Type type = setting.Property.PropertyType;
        CultureInfo invariant = CultureInfo.InvariantCulture;
        if (type == typeof(int))
            return int.TryParse(value, NumberStyles.Integer, invariant, out int whole) ? whole : throw Bad("a whole number");
        if (type == typeof(long))
            return long.TryParse(value, NumberStyles.Integer, invariant, out long big) ? big : throw Bad("a whole number");
        if (type == typeof(float))
            return float.TryParse(value, NumberStyles.Float, invariant, out float real) && !float.IsNaN(real)
                ? real
                : throw Bad("a number such as 0.99 or 3e-4");
        if (type == typeof(bool))
            return bool.TryParse(value, out bool flag) ? flag : throw Bad("true or false");
        if (type.IsEnum)
        {
            string? name = Enum.GetNames(type).FirstOrDefault(name => string.Equals(name, value, StringComparison.OrdinalIgnoreCase));
            return name != null ? Enum.Parse(type, name) : throw Bad($"one of {string.Join(", ", Enum.GetNames(type))}");
        }

        if (type == typeof(Activation))
            return ActivationCatalog.TryFind(value) ?? throw Bad($"one of {string.Join(", ", ActivationCatalog.Names)}");
        if (type != typeof(IReadOnlyList<int>))
            throw new NotSupportedException($"Setting '{setting.Name}' is of type {type.Name}, which cannot be read from text.");
        string[] parts = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[] sizes = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.Integer, invariant, out sizes[i]))
                throw Bad("whole numbers between commas, such as 64,64");
        }

        return sizes;

        GpuAcException Bad(string expected) => new($"Setting '{setting.Name}' takes {expected}, but was given '{value}'.");
    }

    private readonly record struct Setting(string Name, object Owner, PropertyInfo Property);
}
