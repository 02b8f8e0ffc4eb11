
namespace GpuAc.Cli.Scoring;

/// <summary>Finds a policy's observations among the columns of a table.</summary>
internal static class ColumnNames
{
    private const int MostListed = 20;

    /// <summary>The place of each observation.</summary>
    /// <param name="columns">Names of the table's columns.</param>
    /// <param name="observations">Names of the policy's observations.</param>
    /// <param name="table">What to call the table in messages.</param>
    /// <exception cref="GpuAcException">A column is missing or there twice.</exception>
    internal static int[] Find(IReadOnlyList<string> columns, string[] observations, string table)
    {
        var places = new int[observations.Length];
        for (int i = 0; i < places.Length; i++)
        {
            int[] found = [.. Enumerable.Range(0, columns.Count).Where(at => columns[at] == observations[i])];
            if (found.Length == 0)
                throw Missing(observations[i], columns, observations, table);
            if (found.Length > 1)
                throw new GpuAcException($"Column '{observations[i]}' is in {table} {found.Length} times; rename all but one.");
            places[i] = found[0];
        }

        return places;
    }

    private static GpuAcException Missing(string name, IReadOnlyList<string> columns, string[] observations, string table)
    {
        string hint = columns.Count == 1 && columns[0].AsSpan().IndexOfAny(";\t") >= 0
            ? "Columns have to be separated by commas."
            : "Rename the columns of the table.";
        string more = columns.Count > MostListed ? $" and {columns.Count - MostListed} more" : "";
        return new GpuAcException(
            $"Column '{name}' is missing from {table}. The policy observes {Quote(observations)}; the table has "
            + $"{Quote(columns.Take(MostListed))}{more}. {hint}");
    }

    private static string Quote(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
