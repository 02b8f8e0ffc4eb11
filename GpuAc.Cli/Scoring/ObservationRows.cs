namespace GpuAc.Cli.Scoring;

/// <summary>Rows of a table as observations; reused from one part of the table to the next.</summary>
/// <param name="names">Names of the observation's components.</param>
internal sealed class ObservationRows(string[] names)
{
    private float[] observations = [];
    private long[] numbers = [];

    /// <summary>Good rows so far.</summary>
    internal int Count { get; private set; }

    /// <summary>Bad rows so far.</summary>
    internal int BadCount { get; private set; }

    /// <summary>The first bad row, or null.</summary>
    internal BadRow? FirstBad { get; private set; }

    /// <summary>[count, observation].</summary>
    internal ReadOnlySpan<float> Observations => observations.AsSpan(0, Count * names.Length);

    /// <summary>Numbers of the good rows.</summary>
    internal ReadOnlySpan<long> Numbers => numbers.AsSpan(0, Count);

    /// <summary>Names of the components.</summary>
    internal string[] Names => names;

    /// <summary>Forgets all rows.</summary>
    internal void Clear() => (Count, BadCount, FirstBad) = (0, 0, null);

    /// <summary>Where the next row's observation goes. Not yet counted: see <see cref="Accept"/>.</summary>
    internal Span<float> Next()
    {
        if (Count == numbers.Length)
        {
            int room = Math.Max(1024, 2 * Count);
            Array.Resize(ref observations, room * names.Length);
            Array.Resize(ref numbers, room);
        }

        return observations.AsSpan(Count * names.Length, names.Length);
    }

    /// <summary>Counts the row that was written to <see cref="Next"/>.</summary>
    internal void Accept(long number) => numbers[Count++] = number;

    /// <summary>Leaves out the row that was being written to <see cref="Next"/>.</summary>
    internal void Reject(long number, string? column, string problem)
    {
        BadCount++;
        FirstBad ??= new BadRow(number, column, problem);
    }
}
