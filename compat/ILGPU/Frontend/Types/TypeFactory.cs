using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ILGPU.Frontend.Types;

/// <summary>Makes kernel types of C# types; each occurrence of one with references gets address spaces of its own.</summary>
internal static class TypeFactory
{
    private static readonly ConcurrentDictionary<Type, KernelType> Plain = new();

    private static readonly Dictionary<Type, ScalarType> Scalars = new()
    {
        [typeof(bool)] = ScalarType.Bool, [typeof(sbyte)] = ScalarType.I8, [typeof(byte)] = ScalarType.U8, [typeof(short)] = ScalarType.I16,
        [typeof(ushort)] = ScalarType.U16, [typeof(char)] = ScalarType.U16, [typeof(int)] = ScalarType.I32, [typeof(uint)] = ScalarType.U32,
        [typeof(long)] = ScalarType.I64, [typeof(ulong)] = ScalarType.U64, [typeof(nint)] = ScalarType.I64,
        [typeof(nuint)] = ScalarType.U64,
        [typeof(float)] = ScalarType.F32, [typeof(double)] = ScalarType.F64,
    };

    /// <exception cref="RefusalException">Devices do not have the type.</exception>
    public static KernelType Make(Type type)
    {
        if (type == typeof(void))
            return VoidType.Instance;
        if (type.IsEnum)
            type = Enum.GetUnderlyingType(type);
        if (Scalars.TryGetValue(type, out var scalar))
            return scalar;
        if (Plain.TryGetValue(type, out var plain))
            return plain;
        if (type.IsByRef || type.IsPointer)
        {
            var target = type.GetElementType()!;
            return new PointerType(new(), Make(target == typeof(void) ? typeof(byte) : target));
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ArrayView<>))
            return new ViewType(type, new(), Make(type.GetGenericArguments()[0]));
        if (!type.IsValueType)
            throw new RefusalException($"{TypeNames.Of(type)} is a class; kernels work on structs, numbers and views");
        if (type.Namespace == "System.Runtime.Intrinsics"
            || (type.Namespace == "System.Numerics" && type.Name.StartsWith("Vector", StringComparison.Ordinal)))
            throw new RefusalException($"{TypeNames.Of(type)} is a register of the CPU; use a scalar type such as float");
        if (type == typeof(decimal) || type == typeof(Half) || type == typeof(Int128) || type == typeof(UInt128) || type.IsFunctionPointer
            || type == typeof(TypedReference))
            throw new RefusalException($"devices have no type {TypeNames.Of(type)}");
        if (type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(Span<>) || type.GetGenericTypeDefinition() == typeof(ReadOnlySpan<>)))
            throw new RefusalException(
                $"{TypeNames.Of(type)} is not for kernels; use ArrayView<{TypeNames.Of(type.GetGenericArguments()[0])}>");
        var made = MakeStruct(type);
        if (!made.Spaces.Any())
            Plain[type] = made;
        return made;
    }

    private static StructType MakeStruct(Type type)
    {
        var offsets = FieldOffsets.Of(type);
        var names = new HashSet<string>();
        var fields = new List<KernelField>();
        foreach (var (field, offset) in offsets.Fields)
        {
            var name = TypeNames.Clean(FieldName(field));
            while (!names.Add(name) || ReservedNames.Contains(name))
                name += "_";
            try
            {
                fields.Add(new(field, name, Make(field.FieldType), offset));
            }
            catch (RefusalException refusal)
            {
                throw new RefusalException($"field {field.Name} of {TypeNames.Of(type)}: {refusal.Message}");
            }
        }

        var length = type.GetCustomAttribute<InlineArrayAttribute>()?.Length ?? 0;
        var made = new StructType(type, [.. fields], offsets.Size, length);
        if (type.StructLayoutAttribute is { Value: LayoutKind.Explicit } && !made.Spaces.Any())
            CheckNoOverlap(made);
        return made;
    }

    private static void CheckNoOverlap(StructType type)
    {
        for (var i = 1; i < type.Fields.Length; i++)
        {
            if (type.Fields[i].Offset < type.Fields[i - 1].Offset + StructLayout.Size(type.Fields[i - 1].Type))
                throw new RefusalException($"the fields of {TypeNames.Of(type.Clr)} overlap; use bit casts instead");
        }
    }

    /// <summary>A property's name for the field behind it; a parameter's for a captured one.</summary>
    private static string FieldName(FieldInfo field)
    {
        var name = field.Name;
        if (name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is var end and > 1)
            return name[1..end];
        return name;
    }
}
