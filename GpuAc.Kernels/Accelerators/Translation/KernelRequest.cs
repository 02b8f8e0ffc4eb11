using System.Reflection;

namespace GpuAc.Kernels.Accelerators.Translation;

/// <summary>A kernel to translate.</summary>
/// <param name="Method">A static method whose parameters are views and plain structs, or an index and those.</param>
/// <param name="Constants">The value of its parameter of that type, which the code is made for; null where there is none.</param>
internal sealed record KernelRequest(MethodInfo Method, object? Constants)
{
    /// <summary>Type and method, with their type arguments, as a reader of the source would write them.</summary>
    public string Name
    {
        get
        {
            string arguments = string.Join(", ", Method.GetGenericArguments().Select(NameOf));
            return $"{Method.DeclaringType!.Name}.{Method.Name}" + (arguments.Length > 0 ? $"<{arguments}>" : string.Empty);
        }
    }

    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : type.Name;
}
