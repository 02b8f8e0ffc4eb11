using System.Reflection;

namespace ILGPU.Frontend.Types;

/// <summary>A type as kernels have it: a C# type whose references know their address spaces.</summary>
/// <param name="clr">The C# type.</param>
internal abstract class KernelType(Type clr)
{
    public Type Clr { get; } = clr;

    /// <summary>Address spaces in it, in a fixed order; empty for plain data.</summary>
    public abstract IEnumerable<Space> Spaces { get; }

    /// <summary>The same type with other spaces.</summary>
    public abstract KernelType Map(Func<Space, Space> map);

    /// <summary>Makes the spaces of two occurrences of one type agree.</summary>
    public static void Unify(KernelType first, KernelType second)
    {
        using var b = second.Spaces.GetEnumerator();
        foreach (var a in first.Spaces)
        {
            if (!b.MoveNext())
                return;
            Space.Unify(a, b.Current);
        }
    }
}

/// <summary>A number, a truth value or a character.</summary>
internal sealed class ScalarType : KernelType
{
    public static readonly ScalarType Bool = new(typeof(bool), 1, signed: false);
    public static readonly ScalarType I8 = new(typeof(sbyte), 1, signed: true);
    public static readonly ScalarType U8 = new(typeof(byte), 1, signed: false);
    public static readonly ScalarType I16 = new(typeof(short), 2, signed: true);
    public static readonly ScalarType U16 = new(typeof(ushort), 2, signed: false);
    public static readonly ScalarType I32 = new(typeof(int), 4, signed: true);
    public static readonly ScalarType U32 = new(typeof(uint), 4, signed: false);
    public static readonly ScalarType I64 = new(typeof(long), 8, signed: true);
    public static readonly ScalarType U64 = new(typeof(ulong), 8, signed: false);
    public static readonly ScalarType F32 = new(typeof(float), 4, signed: true);
    public static readonly ScalarType F64 = new(typeof(double), 8, signed: true);

    private ScalarType(Type clr, int size, bool signed)
        : base(clr) => (Size, IsSigned) = (size, signed);

    public int Size { get; }

    public bool IsSigned { get; }

    public bool IsFloat => this == F32 || this == F64;

    public override IEnumerable<Space> Spaces => [];

    /// <summary>The type that it has on the evaluation stack.</summary>
    public ScalarType OnStack => IsFloat ? this : Size == 8 ? I64 : I32;

    public ScalarType Unsigned => this == I32 ? U32 : this == I64 ? U64 : this;

    public override KernelType Map(Func<Space, Space> map) => this;
}

/// <summary>No value.</summary>
internal sealed class VoidType : KernelType
{
    public static readonly VoidType Instance = new();

    private VoidType()
        : base(typeof(void))
    {
    }

    public override IEnumerable<Space> Spaces => [];

    public override KernelType Map(Func<Space, Space> map) => this;
}

/// <summary>A reference or pointer.</summary>
internal sealed class PointerType(Space space, KernelType target) : KernelType(target.Clr.MakeByRefType())
{
    public Space Space { get; } = space;

    public KernelType Target { get; } = target;

    public override IEnumerable<Space> Spaces => Target.Spaces.Prepend(Space);

    public override KernelType Map(Func<Space, Space> map) => new PointerType(map(Space), Target.Map(map));
}

/// <summary>An <see cref="ArrayView{T}"/>.</summary>
internal sealed class ViewType(Type clr, Space space, KernelType element) : KernelType(clr)
{
    public Space Space { get; } = space;

    public KernelType Element { get; } = element;

    public override IEnumerable<Space> Spaces => [Space];

    public override KernelType Map(Func<Space, Space> map) => new ViewType(Clr, map(Space), Element);
}

/// <summary>A field of a struct.</summary>
/// <param name="Field">The C# field.</param>
/// <param name="Name">Its name in C.</param>
/// <param name="Type">Its type.</param>
/// <param name="Offset">Its offset in bytes in C#.</param>
internal sealed record KernelField(FieldInfo Field, string Name, KernelType Type, int Offset);

/// <summary>A struct.</summary>
internal sealed class StructType(Type clr, KernelField[] fields, int size, int length) : KernelType(clr)
{
    /// <summary>Fields in the order of their offsets.</summary>
    public KernelField[] Fields { get; } = fields;

    /// <summary>Bytes in C#.</summary>
    public int Size { get; } = size;

    /// <summary>Elements of an inline array's only field, otherwise 0.</summary>
    public int InlineLength { get; } = length;

    public override IEnumerable<Space> Spaces => Fields.SelectMany(part => part.Type.Spaces);

    public override KernelType Map(Func<Space, Space> map) =>
        Spaces.Any()
            ? new StructType(Clr, [.. Fields.Select(field => field with { Type = field.Type.Map(map) })], Size, InlineLength)
            : this;
}
