using System.Text;
using ILGPU.Frontend;
using ILGPU.Frontend.Types;

namespace ILGPU.Backends.C;

/// <summary>Names types in C and writes the definitions of structs and views when they are first used.</summary>
/// <param name="dialect">The language.</param>
internal sealed class TypeWriter(Dialect dialect)
{
    private readonly Dictionary<(Type Type, string Spaces), string> names = [];
    private readonly HashSet<string> taken = [];

    public StringBuilder Definitions { get; } = new();

    /// <summary>True for names that variables must not have.</summary>
    public bool IsTaken(string name) => taken.Contains(name);

    /// <summary>Makes a name unique in the whole source.</summary>
    public string Unique(string name)
    {
        var unique = name;
        for (var i = 2; ReservedNames.Contains(unique) || !taken.Add(unique); i++)
            unique = $"{name}_{i}";
        return unique;
    }

    public string Name(KernelType type, Func<Space, AddressSpace> resolve) => type switch
    {
        VoidType => "void",
        ScalarType scalar => CNames.Scalar(scalar),
        PointerType pointer => $"{dialect.Qualifier(resolve(pointer.Space))}{Name(pointer.Target, resolve)}*",
        ViewType view => View(view, resolve),
        StructType made => Struct(made, resolve),
        _ => throw new InvalidOperationException(type.ToString()),
    };

    private string View(ViewType type, Func<Space, AddressSpace> resolve)
    {
        var space = resolve(type.Space);
        var key = (type.Clr, dialect.Suffix(space));
        if (names.TryGetValue(key, out var name))
            return name;
        var element = Name(type.Element, resolve);
        names[key] = name = Unique($"View_{element}{dialect.Suffix(space)}");
        Definitions.AppendLine($"typedef struct {{ {dialect.Qualifier(space)}{element}* data; int64 length; }} {name};");
        return name;
    }

    private string Struct(StructType type, Func<Space, AddressSpace> resolve)
    {
        var key = (type.Clr, string.Concat(type.Spaces.Select(space => dialect.Suffix(resolve(space)))));
        if (names.TryGetValue(key, out var name))
            return name;
        var fields = type.Fields.Select(field => Name(field.Type, resolve)).ToArray();
        var padding = type.Spaces.Any() ? new int[fields.Length + 1] : StructLayout.Padding(type);
        // C# has fields with their type's name; C++ forbids them ([basic.scope.class]), and compilers differ in whether they say so.
        names[key] = name = Unique("Struct_" + TypeNames.Identifier(type.Clr) + key.Item2);
        Definitions.AppendLine("typedef struct").AppendLine("{");
        for (var i = 0; i < fields.Length; i++)
        {
            Pad(padding[i], i);
            Definitions.AppendLine(
                $"    {fields[i]} {type.Fields[i].Name}{(type.InlineLength > 0 ? $"[{type.InlineLength}]" : string.Empty)};");
        }

        Pad(fields.Length == 0 ? 1 : padding[^1], fields.Length);
        Definitions.AppendLine($"}} {name};");
        return name;
    }

    private void Pad(int bytes, int index)
    {
        if (bytes > 0)
            Definitions.AppendLine($"    byte pad{index}[{bytes}];");
    }
}
