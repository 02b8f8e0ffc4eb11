using System.Reflection;
using ILGPU.Frontend.Tree;

namespace ILGPU.Frontend.Intrinsics;

/// <summary>
/// The methods that the front end knows: the device side of the API, and functions of the runtime that have no useful IL.
/// </summary>
internal static class IntrinsicTable
{
    private static readonly Dictionary<string, Func<IntrinsicCall, Expression?>> Table = Build();

    /// <summary>What a call of a method becomes, or null when the method is to be translated.</summary>
    public static Func<IntrinsicCall, Expression?>? Find(MethodBase method)
    {
        var type = method.DeclaringType;
        if (type is null)
            return null;
        if (method.Name is "get_IsSupported" or "get_IsHardwareAccelerated" && type.Namespace is { } space
            && space.StartsWith("System.", StringComparison.Ordinal))
            return _ => ConstantExpression.Of(0);
        var name = (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName + "." + method.Name;
        return Table.GetValueOrDefault(name);
    }

    private static Dictionary<string, Func<IntrinsicCall, Expression?>> Build()
    {
        var table = new Dictionary<string, Func<IntrinsicCall, Expression?>>();
        MathIntrinsics.Add(table);
        MemoryIntrinsics.Add(table);
        ThreadIntrinsics.Add(table);
        ViewIntrinsics.Add(table);
        return table;
    }
}
