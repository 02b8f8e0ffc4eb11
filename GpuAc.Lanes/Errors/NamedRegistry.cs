namespace GpuAc;

/// <summary>
/// Things of one kind by name, whose case does not matter: those built in, and those that a program registers. Safe for use by several
/// threads.
/// </summary>
/// <typeparam name="T">What is registered.</typeparam>
public sealed class NamedRegistry<T>
    where T : class
{
    private readonly Lock changing = new();
    private readonly string kind;
    private readonly Func<T, string[]> namesOf;
    private volatile T[] items;

    /// <summary>Begins with what is built in.</summary>
    /// <param name="kind">What they are, for messages, such as <c>environment</c>.</param>
    /// <param name="namesOf">The names that one goes by, the first its own and the others aliases.</param>
    /// <param name="builtIn">What is built in.</param>
    public NamedRegistry(string kind, Func<T, string[]> namesOf, IEnumerable<T> builtIn)
    {
        this.kind = kind;
        this.namesOf = namesOf;
        items = [.. builtIn];
    }

    /// <summary>All, in the order in which they were registered, built-in ones first.</summary>
    public IReadOnlyList<T> All => items;

    /// <summary>All names.</summary>
    public IReadOnlyList<string> Names => [.. items.SelectMany(namesOf)];

    /// <summary>Makes one known.</summary>
    /// <param name="item">What to register.</param>
    /// <param name="name">The name that the program chose for it, one of the item's.</param>
    /// <param name="role">What that is to be, for messages, such as <c>the name of an algorithm</c>.</param>
    /// <exception cref="GpuAcException">The chosen name is malformed, or one of the item's is taken.</exception>
    public void Register(T item, string name, string role)
    {
        if (!IsWellFormed(name))
            throw new GpuAcException(
                $"'{name}' cannot be {role}; take lower-case letters, digits and hyphens, beginning with a letter, such as my-{kind}.");
        lock (changing)
        {
            foreach (string taken in namesOf(item))
            {
                if (TryFind(taken) is { } other)
                    throw new GpuAcException(
                        $"'{taken}' is registered already: it is the {kind} '{namesOf(other)[0]}'. Take another name.");
            }

            items = [.. items, item];
        }
    }

    /// <summary>Finds one by any of its names, or null.</summary>
    public T? TryFind(string name) =>
        Array.Find(items, item => Array.Exists(namesOf(item), own => string.Equals(own, name, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Finds one by any of its names.</summary>
    /// <exception cref="UnknownNameException">There is none; the nearest names are offered.</exception>
    public T Find(string name) => TryFind(name) ?? throw UnknownNameException.For(kind, name, Names);

    private static bool IsWellFormed(string name) => name.Length > 0 && char.IsAsciiLetterLower(name[0])
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
