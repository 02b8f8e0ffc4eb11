namespace GpuAc;

/// <summary>Finds the names that a mistyped one may have meant.</summary>
public static class NearestNames
{
    /// <summary>The nearest few of some names, best first.</summary>
    /// <param name="name">What was typed.</param>
    /// <param name="known">What exists.</param>
    /// <param name="most">How many to return at most.</param>
    /// <remarks>By edit distance (Levenshtein 1966), ignoring case; a name that contains what was typed counts as near.</remarks>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known, int most = 3)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        return [.. known
            .Select(candidate => (candidate, distance: Distance(name, candidate)))
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Take(most)
            .Select(pair => pair.candidate)];
    }

    private static double Distance(string typed, string candidate)
    {
        string a = typed.ToLowerInvariant(), b = candidate.ToLowerInvariant();
        if (a.Length > 1 && (b.Contains(a, StringComparison.Ordinal) || a.Contains(b, StringComparison.Ordinal)))
            return 0.5;
        var row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitute, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
