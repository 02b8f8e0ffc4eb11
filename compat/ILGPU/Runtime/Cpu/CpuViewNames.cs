using System.Runtime.CompilerServices;
using ILGPU.Frontend;
using ILGPU.Frontend.Types;

namespace ILGPU.Runtime.CPU;

/// <summary>Finds the parameter that a view came from.</summary>
internal static unsafe class CpuViewNames
{
    public static string? Find(KernelMethod method, ViewData view, void** arguments)
    {
        for (var i = 0; i < method.Parameters.Length; i++)
        {
            var parameter = method.Parameters[i];
            if (Find(TypeFactory.Make(parameter.ParameterType), parameter.Name ?? $"{i}", view, (byte*)arguments[i]) is { } name)
                return name;
        }

        return null;
    }

    private static string? Find(KernelType type, string name, ViewData view, byte* address)
    {
        if (type is ViewType)
        {
            var candidate = Unsafe.AsRef<ViewData>(address);
            return candidate.Pointer == view.Pointer && candidate.Length == view.Length ? name : null;
        }

        return type is StructType made && made.Spaces.Any()
            ? made.Fields
                .Select(field => Find(field.Type, $"{name}.{field.Field.Name}", view, address + field.Offset))
                .FirstOrDefault(found => found is not null)
            : null;
    }
}
