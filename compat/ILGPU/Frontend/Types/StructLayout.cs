namespace ILGPU.Frontend.Types;

/// <summary>Sizes and alignments that C gives to types, to be compared with those of C#.</summary>
internal static class StructLayout
{
    public static int Size(KernelType type) => type switch
    {
        ScalarType scalar => scalar.Size,
        StructType made => made.Size,
        _ => 8,
    };

    public static int Alignment(KernelType type) => type switch
    {
        ScalarType scalar => scalar.Size,
        StructType made => made.Fields.Length == 0 ? 1 : made.Fields.Max(field => Alignment(field.Type)),
        _ => 8,
    };

    /// <summary>Bytes of padding that C needs before each field, and after the last, to agree with C#.</summary>
    /// <exception cref="RefusalException">C would put a field further back than C#.</exception>
    public static int[] Padding(StructType type)
    {
        var padding = new int[type.Fields.Length + 1];
        var end = 0;
        for (var i = 0; i < type.Fields.Length; i++)
        {
            var field = type.Fields[i];
            var natural = Align(end, Alignment(field.Type));
            if (field.Offset < natural || field.Offset % Alignment(field.Type) != 0)
                throw new RefusalException(
                    $"{TypeNames.Of(type.Clr)} is packed: C would not lay out its field {field.Field.Name} at byte {field.Offset}");
            padding[i] = field.Offset == natural ? 0 : field.Offset - end;
            end = field.Offset + (Size(field.Type) * Math.Max(1, type.InlineLength));
        }

        var whole = type.Fields.Length == 0 ? 1 : Align(end, Alignment(type));
        padding[^1] = type.Size == whole ? 0 : type.Size - end;
        return padding[^1] >= 0 && type.Size % Alignment(type) == 0 ? padding
            : throw new RefusalException($"{TypeNames.Of(type.Clr)} is packed: C would give it {whole} bytes, C# gives it {type.Size}");
    }

    private static int Align(int offset, int alignment) => (offset + alignment - 1) / alignment * alignment;
}
