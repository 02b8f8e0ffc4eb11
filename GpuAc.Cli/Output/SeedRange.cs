using System.Globalization;

namespace GpuAc.Cli.Output;

/// <summary>Seeds of a comparison, one after another.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many, at least 1.</param>
internal readonly record struct SeedRange(ulong First, int Count)
{
    private const int MaxCount = 1000;

    /// <summary>The last.</summary>
    public ulong Last => First + (ulong)Count - 1;

    /// <summary>The seeds.</summary>
    public IEnumerable<ulong> Seeds
    {
        get
        {
            for (ulong seed = First; seed <= Last; seed++)
                yield return seed;
        }
    }

    /// <summary>Reads a number of seeds, which start at 0, or the first and the last: <c>20</c>, <c>200-219</c>.</summary>
    /// <exception cref="GpuAcException">It is neither, or more than 1000 seeds.</exception>
    public static SeedRange Parse(string text)
    {
        string[] ends = text.Split('-');
        return ends switch
        {
            [string count] when Read(count) is >= 1 and <= MaxCount and { } number => new SeedRange(0, (int)number),
            [string low, string high] when Read(low) is { } first && Read(high) is { } last && last >= first && last - first < MaxCount =>
                new SeedRange(first, (int)(last - first) + 1),
            _ => throw new GpuAcException(
                $"Option --seeds takes a number of seeds from 1 to {MaxCount}, such as 20, or the first and the last, such as 200-219, "
                + $"but was given '{text}'."),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First} to {Last}");

    private static ulong? Read(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) && value <= long.MaxValue ? value : null;
}
