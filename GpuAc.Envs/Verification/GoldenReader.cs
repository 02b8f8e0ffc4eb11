using System.Text.Json;
using GpuAc.Envs.Contracts;

namespace GpuAc.Envs.Verification;

/// <summary>Reads the trajectories of a file for one environment, and refuses what does not fit it.</summary>
internal sealed class GoldenReader
{
    private readonly GoldenFile file;
    private readonly EnvironmentSpec spec;
    private readonly int choices;

    private GoldenReader(GoldenFile file, EnvironmentSpec spec)
    {
        this.file = file;
        this.spec = spec;
        choices = spec.Action is DiscreteSpace discrete ? discrete.Size : 0;
    }

    /// <summary>All trajectories of a file.</summary>
    /// <exception cref="GpuAcException">A field is missing, of another length, or not a finite number, a flag or an action of the
    /// space.</exception>
    public static IReadOnlyList<GoldenTrajectory> Read(GoldenFile file, EnvironmentSpec spec)
    {
        var reader = new GoldenReader(file, spec);
        return [.. file.Trajectories.EnumerateArray().Select(reader.Trajectory)];
    }

    /// <summary>What kind of JSON value there is, for messages.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"a list of {value.GetArrayLength()}",
        JsonValueKind.String => $"\"{Short(value.GetString()!)}\"",
        JsonValueKind.Null => "null",
        _ => Short(value.GetRawText()),
    };

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";

    private GoldenTrajectory Trajectory(JsonElement trajectory, int index)
    {
        string where = $"trajectories[{index}]";
        if (trajectory.ValueKind != JsonValueKind.Object)
            throw Fault(where, $"is {Describe(trajectory)}, but must be an object");
        int length = List(trajectory, where, "actions").GetArrayLength();
        if (length == 0)
            throw Fault($"{where}.actions", "is empty, but a trajectory has at least one step");
        if (trajectory.TryGetProperty("length", out JsonElement stated)
            && !(stated.ValueKind == JsonValueKind.Number && stated.TryGetInt32(out int steps) && steps == length))
            throw Fault($"{where}.length", $"is {Describe(stated)}, but there are {length} actions");

        int stateSize = spec.StateSize, observationSize = spec.Observation.Count, actionSize = spec.Action.Components;
        var states = new double[(length + 1) * stateSize];
        var observations = new double[(length + 1) * observationSize];
        Row(Member(trajectory, where, "initial_state"), $"{where}.initial_state", states.AsSpan(0, stateSize));
        Row(Member(trajectory, where, "initial_observation"), $"{where}.initial_observation", observations.AsSpan(0, observationSize));
        Rows(trajectory, where, "states", length, stateSize, states.AsSpan(stateSize));
        Rows(trajectory, where, "observations", length, observationSize, observations.AsSpan(observationSize));
        var actions = new double[length * actionSize];
        Rows(trajectory, where, "actions", length, actionSize, actions);
        for (int i = 0; choices > 0 && i < length; i++)
        {
            if (actions[i] != Math.Floor(actions[i]) || actions[i] < 0 || actions[i] >= choices)
                throw Fault(
                    $"{where}.actions[{i}]", $"is {actions[i]}, but an action of '{spec.Id}' is a whole number from 0 to {choices - 1}");
        }

        var rewards = new double[length];
        Rows(trajectory, where, "rewards", length, 1, rewards);
        return new GoldenTrajectory(
            index, length, states, observations, actions, rewards,
            Flags(trajectory, where, "terminated", length), Flags(trajectory, where, "truncated", length));
    }

    private JsonElement Member(JsonElement trajectory, string where, string name) =>
        trajectory.TryGetProperty(name, out JsonElement value) ? value : throw Fault($"{where}.{name}", "is missing");

    private JsonElement List(JsonElement trajectory, string where, string name)
    {
        JsonElement value = Member(trajectory, where, name);
        return value.ValueKind == JsonValueKind.Array ? value : throw Fault($"{where}.{name}", $"is {Describe(value)}, but must be a list");
    }

    private JsonElement List(JsonElement trajectory, string where, string name, int length)
    {
        JsonElement value = List(trajectory, where, name);
        return value.GetArrayLength() == length
            ? value
            : throw Fault(
                $"{where}.{name}", $"holds {value.GetArrayLength()} elements, but there are {length} actions and must be as many of these");
    }

    private void Rows(JsonElement trajectory, string where, string name, int length, int size, Span<double> destination)
    {
        int i = 0;
        foreach (JsonElement row in List(trajectory, where, name, length).EnumerateArray())
        {
            Row(row, $"{where}.{name}[{i}]", destination.Slice(i * size, size));
            i++;
        }
    }

    private void Row(JsonElement row, string where, Span<double> destination)
    {
        // A single component may be written as a plain number.
        if (destination.Length == 1 && row.ValueKind != JsonValueKind.Array)
        {
            destination[0] = Number(row, where);
            return;
        }

        if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() != destination.Length)
            throw Fault(where, $"is {Describe(row)}, but must be a list of {destination.Length} numbers");
        int i = 0;
        foreach (JsonElement value in row.EnumerateArray())
        {
            destination[i] = Number(value, $"{where}[{i}]");
            i++;
        }
    }

    private double Number(JsonElement value, string where) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && float.IsFinite((float)number)
            ? number
            : throw Fault(where, $"is {Describe(value)}, but must be a finite float32 number");

    private bool[] Flags(JsonElement trajectory, string where, string name, int length)
    {
        var flags = new bool[length];
        int i = 0;
        foreach (JsonElement value in List(trajectory, where, name, length).EnumerateArray())
        {
            flags[i] = value.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number when value.TryGetInt32(out int number) && number is 0 or 1 => value.GetInt32() == 1,
                _ => throw Fault($"{where}.{name}[{i}]", $"is {Describe(value)}, but must be 0 or 1"),
            };
            i++;
        }

        return flags;
    }

    private GpuAcException Fault(string field, string fault) =>
        new($"'{file.Path}' does not fit '{spec.Id}': {field} {fault}. Correct the file or record it again.");
}
