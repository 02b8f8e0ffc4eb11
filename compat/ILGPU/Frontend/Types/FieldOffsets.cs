using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;

namespace ILGPU.Frontend.Types;

/// <summary>The size of a struct and the offsets of its fields as this runtime lays them out.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Fields">Instance fields in the order of their offsets.</param>
internal sealed record FieldOffsets(int Size, (FieldInfo Field, int Offset)[] Fields)
{
    private static readonly ConcurrentDictionary<Type, FieldOffsets> Known = new();

    public static FieldOffsets Of(Type type) => Known.GetOrAdd(type, Measure);

    /// <summary>Measures by taking addresses of the fields of a local, the only way that holds for structs with references too.</summary>
    private static FieldOffsets Measure(Type type)
    {
        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        var method = new DynamicMethod("Offsets", typeof(void), [typeof(int[])], typeof(FieldOffsets).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        var local = il.DeclareLocal(type);
        for (var i = 0; i < fields.Length; i++)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Ldloca, local);
            il.Emit(OpCodes.Ldflda, fields[i]);
            il.Emit(OpCodes.Conv_I);
            il.Emit(OpCodes.Ldloca, local);
            il.Emit(OpCodes.Conv_I);
            il.Emit(OpCodes.Sub);
            il.Emit(OpCodes.Conv_I4);
            il.Emit(OpCodes.Stelem_I4);
        }

        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, fields.Length);
        il.Emit(OpCodes.Sizeof, type);
        il.Emit(OpCodes.Stelem_I4);
        il.Emit(OpCodes.Ret);
        var offsets = new int[fields.Length + 1];
        method.CreateDelegate<Action<int[]>>()(offsets);
        return new(offsets[^1], [.. fields.Select((field, i) => (field, offsets[i])).OrderBy(pair => pair.Item2)]);
    }
}
