namespace GpuAc.Kernels.States;

/// <summary>
/// Carries the parts of an engine's state into an <see cref="EngineState"/> or back. Each part names what it has once, for both directions
/// and for the check that comes before anything is changed.
/// </summary>
internal sealed class StateTransfer
{
    /// <summary>Values of one entry; longer runs of memory are cut.</summary>
    private const int Piece = 1 << 26;

    private readonly EngineState state;
    private readonly Direction direction;
    private int visited;

    private StateTransfer(EngineState state, Direction direction)
    {
        this.state = state;
        this.direction = direction;
    }

    private enum Direction
    {
        Saving,
        Checking,
        Restoring,
    }

    /// <summary>True while values are read.</summary>
    public bool IsSaving => direction == Direction.Saving;

    /// <summary>True while values may be changed: neither when saving nor when checking.</summary>
    public bool IsRestoring => direction == Direction.Restoring;

    /// <summary>Comes before every name.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Takes a state.</summary>
    /// <param name="transfer">Names all parts.</param>
    public static EngineState Save(Action<StateTransfer> transfer)
    {
        var state = new EngineState();
        transfer(new StateTransfer(state, Direction.Saving));
        return state;
    }

    /// <summary>Checks that a state fits, then puts it in place.</summary>
    /// <param name="state">The state.</param>
    /// <param name="transfer">Names all parts; called twice.</param>
    /// <exception cref="GpuAcException">It does not fit; nothing was changed.</exception>
    public static void Restore(EngineState state, Action<StateTransfer> transfer)
    {
        ArgumentNullException.ThrowIfNull(state);
        var check = new StateTransfer(state, Direction.Checking);
        transfer(check);
        if (check.visited != state.Count)
            throw new GpuAcException(
                $"The state does not fit: it has {state.Count} entries, but {check.visited} are needed. {Remedy}");
        transfer(new StateTransfer(state, Direction.Restoring));
    }

    /// <summary>What the state was saved from, which must be the same here.</summary>
    public void Require(string name, string value)
    {
        name = Prefix + name;
        if (direction == Direction.Saving)
            state.Texts.Add(name, value);
        else if (Find(state.Texts, name) is var saved && saved != value)
            throw new GpuAcException($"The state does not fit: '{name}' is '{saved}' in it, but '{value}' here. {Remedy}");
    }

    /// <summary>A size that must be the same here.</summary>
    public void Require(string name, long value)
    {
        name = Prefix + name;
        if (direction == Direction.Saving)
            state.Integers.Add(name, value);
        else if (Find(state.Integers, name) is var saved && saved != value)
            throw new GpuAcException($"The state does not fit: '{name}' is {saved} in it, but {value} here. {Remedy}");
    }

    /// <summary>A counter.</summary>
    /// <returns>What was saved; when saving, the value itself. Lengths of other entries may follow from it.</returns>
    /// <param name="name">Its name.</param>
    /// <param name="value">The counter; changed when restoring.</param>
    /// <param name="most">The largest value that makes sense.</param>
    public long Count(string name, ref long value, long most = long.MaxValue)
    {
        name = Prefix + name;
        if (direction == Direction.Saving)
        {
            state.Integers.Add(name, value);
            return value;
        }

        long saved = Find(state.Integers, name);
        if (saved < 0 || saved > most)
            throw new GpuAcException($"The state is damaged: '{name}' must be between 0 and {most}, but is {saved}.");
        if (IsRestoring)
            value = saved;
        return saved;
    }

    /// <summary>Numbers in double precision.</summary>
    public void Numbers(string name, Span<double> values) => Carry(state.Doubles, Prefix + name, values);

    /// <summary>A number in double precision.</summary>
    public void Number(string name, ref double value) => Numbers(name, new Span<double>(ref value));

    /// <summary>Numbers.</summary>
    public void Numbers(string name, Span<float> values) => Carry(state.Floats, Prefix + name, values);

    /// <summary>A number.</summary>
    public void Number(string name, ref float value) => Numbers(name, new Span<float>(ref value));

    /// <summary>Numbers in memory of any length.</summary>
    public unsafe void Numbers(string name, float* values, long length)
    {
        foreach ((string piece, long start, int count) in Pieces(name, length))
            Numbers(piece, new Span<float>(values + start, count));
    }

    /// <summary>The entries that a run of memory is cut into; at least one.</summary>
    public static IEnumerable<(string Name, long Start, int Length)> Pieces(string name, long length)
    {
        yield return (name, 0, (int)Math.Min(Piece, length));
        for (long start = Piece; start < length; start += Piece)
            yield return ($"{name}/{start / Piece}", start, (int)Math.Min(Piece, length - start));
    }

    private const string Remedy = "Restore it with the algorithm, settings, environment and device that it was saved with.";

    private void Carry<T>(Dictionary<string, T[]> entries, string name, Span<T> values)
    {
        if (direction == Direction.Saving)
        {
            entries.Add(name, values.ToArray());
            return;
        }

        T[] saved = Find(entries, name);
        if (saved.Length != values.Length)
            throw new GpuAcException(
                $"The state does not fit: '{name}' has {saved.Length} values in it, but {values.Length} here. {Remedy}");
        if (IsRestoring)
            saved.CopyTo(values);
    }

    private T Find<T>(Dictionary<string, T> entries, string name)
    {
        visited++;
        return entries.TryGetValue(name, out T? value)
            ? value
            : throw new GpuAcException($"The state does not fit: it has no '{name}'. {Remedy}");
    }
}
