using System.Reflection;
using System.Runtime.CompilerServices;

namespace GpuAc.Cli.Tests.Architecture;

/// <summary>Writes down what of an assembly other programs can use.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>A line for each public type, and one for each of its public or protected members, in a fixed order.</summary>
    public static IEnumerable<string> Describe(Assembly assembly) => assembly.GetExportedTypes()
        .OrderBy(NameOf, StringComparer.Ordinal)
        .SelectMany(type => new[] { $"{KindOf(type)} {NameOf(type)}{BaseOf(type)}" }
            .Concat(MembersOf(type).Order(StringComparer.Ordinal).Select(member => $"    {member}")));

    private static IEnumerable<string> MembersOf(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name))}");
        return type.GetMembers(Declared).Where(member => !IsWritten(member)).Select(Describe).OfType<string>();
    }

    // By the compiler: what every record has, and fields behind properties.
    private static bool IsWritten(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute))
        || member.Name is "Equals" or "GetHashCode" or "ToString" or "EqualityContract" or "PrintMembers" or "Deconstruct"
        || member.Name.StartsWith("<Clone>", StringComparison.Ordinal);

    private static string? Describe(MemberInfo member) => member switch
    {
        ConstructorInfo made when IsOffered(made) && !made.IsStatic => $"{Access(made)}new({Parameters(made)})",
        MethodInfo method when IsOffered(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) =>
            $"{Access(method)}{NameOf(method.ReturnType)} {method.Name}{Generic(method)}({Parameters(method)})",
        PropertyInfo property when property.GetAccessors(true).FirstOrDefault(IsOffered) is { } accessor =>
            $"{Access(accessor)}{NameOf(property.PropertyType)} {property.Name} {{ {string.Join(' ', Accessors(property))} }}",
        FieldInfo field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly =>
            $"{(field.IsStatic ? "static " : "")}{NameOf(field.FieldType)} {field.Name}"
            + (field.IsLiteral ? $" = {field.GetRawConstantValue()}" : ""),
        EventInfo { AddMethod: { } add } happening when IsOffered(add) => $"event {NameOf(happening.EventHandlerType!)} {happening.Name}",
        _ => null,
    };

    private static IEnumerable<string> Accessors(PropertyInfo property)
    {
        if (property.GetMethod is { } get && IsOffered(get))
            yield return "get;";
        if (property.SetMethod is { } set && IsOffered(set))
            yield return set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init;" : "set;";
    }

    private static bool IsOffered(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method) =>
        (method.IsPublic ? "" : "protected ") + (method.IsStatic ? "static " : "")
        + (method.IsAbstract && !method.DeclaringType!.IsInterface ? "abstract " : "");

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{(parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : "")}"
        + $"{NameOf(parameter.ParameterType)} {parameter.Name}"
        + (parameter.HasDefaultValue ? $" = {parameter.RawDefaultValue ?? "null"}" : "")));

    private static string Generic(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string KindOf(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string BaseOf(Type type)
    {
        Type[] bases =
        [
            .. type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum)
                && parent != typeof(MulticastDelegate) ? [parent] : Type.EmptyTypes,
            .. type.IsEnum ? [] : type.GetInterfaces().Where(contract =>
                contract.IsPublic && !(contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEquatable<>))),
        ];
        return bases.Length == 0 ? "" : " : " + string.Join(", ", bases.Select(NameOf).Order(StringComparer.Ordinal));
    }

    private static string NameOf(Type type)
    {
        if (type.IsByRef)
            return NameOf(type.GetElementType()!);
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        if (type.IsPointer)
            return NameOf(type.GetElementType()!) + "*";
        if (type.IsGenericParameter)
            return type.Name;
        string name = type.IsNested ? $"{NameOf(type.DeclaringType!)}.{type.Name}"
            : type.Namespace?.StartsWith("GpuAc", StringComparison.Ordinal) == true ? $"{type.Namespace}.{type.Name}" : type.Name;
        if (!type.IsGenericType)
            return name;
        int tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? name : $"{name[..tick]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";
    }
}
