using System.Reflection;

namespace ILGPU.Frontend.Translation;

/// <summary>Finds what a call through a type parameter calls, once the parameter is known.</summary>
internal static class InterfaceCalls
{
    public static MethodBase Resolve(MethodBase called, Type? constraint)
    {
        if (constraint is null || called is not MethodInfo method)
            return called;
        if (!constraint.IsValueType)
            throw new RefusalException(
                $"{TypeNames.Of(called)} is called on {TypeNames.Of(constraint)}, which is a class; only structs can be type arguments of "
                + "kernels");
        var declaring = method.DeclaringType!;
        if (!declaring.IsInterface)
            return OnObject(method, constraint);
        var definition = method.IsGenericMethod ? method.GetGenericMethodDefinition() : method;
        var map = constraint.GetInterfaceMap(declaring);
        for (var i = 0; i < map.InterfaceMethods.Length; i++)
        {
            if (!Matches(map.InterfaceMethods[i], definition))
                continue;
            var target = map.TargetMethods[i] ?? definition;
            if (target.IsAbstract)
                break;
            return method.IsGenericMethod ? target.MakeGenericMethod(method.GetGenericArguments()) : target;
        }

        throw new RefusalException($"{TypeNames.Of(constraint)} does not implement {TypeNames.Of(called)}");
    }

    private static bool Matches(MethodInfo candidate, MethodInfo wanted) =>
        candidate == wanted || (candidate.MetadataToken == wanted.MetadataToken && candidate.Module == wanted.Module);

    private static MethodInfo OnObject(MethodInfo method, Type constraint)
    {
        var target = constraint.GetMethod(
            method.Name, BindingFlags.Instance | BindingFlags.Public,
            [.. method.GetParameters().Select(parameter => parameter.ParameterType)]);
        return target is { DeclaringType.IsValueType: true } && target.DeclaringType == constraint
            ? target
            : throw new RefusalException(
                $"{TypeNames.Of(method)} of {TypeNames.Of(constraint)} is that of object, which devices do not have");
    }
}
