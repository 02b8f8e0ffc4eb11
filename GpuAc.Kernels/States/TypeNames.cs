namespace GpuAc.Kernels.States;

/// <summary>How states name the types that an engine is closed over.</summary>
internal static class TypeNames
{
    /// <summary>A type's name as it is written in C#, such as <c>ContinuousUpdate&lt;TanhPolicy&gt;</c>; without namespaces.</summary>
    public static string Of(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
        : type.Name;
}
