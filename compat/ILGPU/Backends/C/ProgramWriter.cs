using System.Text;
using ILGPU.Frontend;
using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;

namespace ILGPU.Backends.C;

/// <summary>Writes the C source of a kernel: one function for each method and choice of address spaces, callees first.</summary>
/// <param name="dialect">The language.</param>
internal sealed class ProgramWriter(Dialect dialect)
{
    private readonly Dictionary<(FunctionBody Function, string Spaces), FunctionVariant> variants = [];
    private readonly StringBuilder functions = new();
    private readonly StringBuilder helperText = new();
    private readonly HashSet<string> helpers = [];

    public Dialect Dialect { get; } = dialect;

    public TypeWriter Types { get; } = new(dialect);

    /// <summary>Places where views are indexed, in checked mode; the number of a place is its position.</summary>
    public List<CheckedSite> Sites { get; } = [];

    public string Source(string kernel) => $"{Dialect.Prelude}\n{Types.Definitions}\n{helperText}\n{functions}{kernel}";

    /// <summary>The function for a method whose references lie in given spaces; written when first asked for.</summary>
    /// <param name="body">The method.</param>
    /// <param name="resolve">The space of each of the method's own space variables.</param>
    public FunctionVariant Function(FunctionBody body, Func<Space, AddressSpace> resolve)
    {
        var roots = body.Parameters.SelectMany(parameter => parameter.Type.Spaces)
            .Concat(body.ReturnType.Spaces).Select(space => space.Root).Distinct().ToArray();
        var spaces = roots.ToDictionary(root => root, resolve);
        var key = string.Concat(roots.Select(root => Dialect.Suffix(spaces[root])));
        if (variants.TryGetValue((body, key), out var variant))
            return variant;
        AddressSpace Resolve(Space space) => space.Value ?? spaces.GetValueOrDefault(space.Root, AddressSpace.Private);
        var isSpecial = key.Contains("_global", StringComparison.Ordinal) || key.Contains("_shared", StringComparison.Ordinal);
        var suffix = isSpecial ? key.Replace("_private", string.Empty, StringComparison.Ordinal) : string.Empty;
        var name = Types.Unique(TypeNames.Identifier(body.Method) + suffix);
        var writer = new FunctionWriter(this, body, name, Resolve);
        var text = writer.Write();
        functions.Append(text).AppendLine();
        return variants[(body, key)] = new(name, [.. writer.Hidden]);
    }

    /// <summary>Includes a helper.</summary>
    public string Helper(string name)
    {
        if (helpers.Add(name) && (Dialect.Helper(name) ?? Helpers.Find(name)) is { } text)
            helperText.AppendLine(text);
        return name;
    }

    /// <summary>Includes a helper that is made for its types.</summary>
    public string Helper(string name, string text)
    {
        if (helpers.Add(name))
            helperText.AppendLine(text);
        return name;
    }
}

/// <summary>A written function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Hidden">Parameters after those of the C# method.</param>
internal sealed record FunctionVariant(string Name, HiddenParameter[] Hidden);
