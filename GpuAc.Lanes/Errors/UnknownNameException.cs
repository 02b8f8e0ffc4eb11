namespace GpuAc;

/// <summary>A name that nothing goes by: of an environment, algorithm, recipe or setting. The message offers the nearest ones.</summary>
public sealed class UnknownNameException : GpuAcException
{
    private UnknownNameException(string message)
        : base(message)
    {
    }

    /// <summary>Words the exception.</summary>
    /// <param name="kind">What was looked for, such as <c>environment</c>.</param>
    /// <param name="name">What was typed.</param>
    /// <param name="known">All names that exist.</param>
    public static UnknownNameException For(string kind, string name, IEnumerable<string> known)
    {
        string nearest = string.Join(", ", NearestNames.Of(name, known).Select(near => $"'{near}'"));
        return new UnknownNameException(nearest.Length == 0
            ? $"There is no {kind} '{name}'."
            : $"There is no {kind} '{name}'; did you mean {nearest}?");
    }
}
