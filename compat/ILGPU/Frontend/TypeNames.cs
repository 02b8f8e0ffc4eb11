using System.Reflection;
using System.Text;

namespace ILGPU.Frontend;

/// <summary>Names of types and methods as C# writes them, for messages, and as C identifiers, for source.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort",
        [typeof(char)] = "char", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(void)] = "void", [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(nint)] = "nint", [typeof(nuint)] = "nuint",
    };

    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsByRef)
            return "ref " + Of(type.GetElementType()!);
        if (type.IsPointer)
            return Of(type.GetElementType()!) + "*";
        if (type.IsArray)
            return Of(type.GetElementType()!) + "[]";
        var name = type.Name;
        if (type.IsGenericType && name.IndexOf('`', StringComparison.Ordinal) is var tick and > 0)
            name = name[..tick];
        if (type.IsGenericType && type.Name.Contains('`', StringComparison.Ordinal))
        {
            var own = type.GetGenericArguments();
            var outer = type.DeclaringType?.GetGenericArguments().Length ?? 0;
            name += "<" + string.Join(", ", own.Skip(outer).Select(Of)) + ">";
        }

        return type.IsNested && !type.IsGenericParameter ? Of(Outer(type)) + "." + name : name;
    }

    public static string Of(MethodBase method)
    {
        var name = method.IsGenericMethod ? $"{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(Of))}>" : method.Name;
        return method.DeclaringType is { } type ? Of(type) + "." + name : name;
    }

    /// <summary>A C identifier of a type's C# name, without its namespace.</summary>
    public static string Identifier(Type type)
    {
        if (type.IsPointer || type.IsByRef)
            return Identifier(type.GetElementType()!) + "_ptr";
        var name = type.Name;
        if (name.IndexOf('`', StringComparison.Ordinal) is var tick and > 0)
            name = name[..tick];
        if (Keywords.TryGetValue(type, out var keyword))
            name = keyword;
        if (type.IsGenericType)
            name += "_" + string.Join("_", type.GetGenericArguments().Select(Identifier));
        return Clean(name);
    }

    /// <summary>A C identifier of a method's C# name.</summary>
    public static string Identifier(MethodBase method)
    {
        var name = method is ConstructorInfo ? "new" : method.Name;
        name = name[(name.LastIndexOf('.') + 1)..];
        if (method.IsGenericMethod)
            name += "_" + string.Join("_", method.GetGenericArguments().Select(Identifier));
        return Clean((method.DeclaringType is { } type ? Identifier(type) + "_" : string.Empty) + name);
    }

    /// <summary>Replaces what C does not allow in an identifier.</summary>
    public static string Clean(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        if (text.Length == 0 || char.IsAsciiDigit(text[0]))
            text.Insert(0, '_');
        if (text.Length > 1 && text[0] == '_' && text[1] == '_')
            text.Insert(0, 'm'); // Two underscores belong to the compiler.
        return text.ToString();
    }

    private static Type Outer(Type type)
    {
        var outer = type.DeclaringType!;
        return outer.IsGenericTypeDefinition && outer.GetGenericArguments().Length is var count
            && type.GetGenericArguments().Length >= count
            ? outer.MakeGenericType(type.GetGenericArguments()[..count])
            : outer;
    }
}
