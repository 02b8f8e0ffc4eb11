using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;

namespace ILGPU.Frontend.Intrinsics;

/// <summary><c>Unsafe</c>, shared and local memory, atomics and fences.</summary>
internal static class MemoryIntrinsics
{
    private const string Unsafe = "System.Runtime.CompilerServices.Unsafe.";

    public static void Add(Dictionary<string, Func<IntrinsicCall, Expression?>> table)
    {
        table[Unsafe + "Add"] = call => new OffsetExpression(Typed(call, 0), call[1], inBytes: false);
        table[Unsafe + "Subtract"] = call => new OffsetExpression(Typed(call, 0), new UnaryExpression("-", call[1]), inBytes: false);
        table[Unsafe + "AddByteOffset"] = call => new OffsetExpression(Typed(call, 0), call[1], inBytes: true);
        table[Unsafe + "As"] = call => call.Method.GetGenericArguments().Length == 2
            ? Make.Reinterpret(call[0], TypeFactory.Make(call.TypeArgument(1)))
            : throw new RefusalException("an object is turned into one of another class, which devices do not have");
        table[Unsafe + "AsRef"] = call => Make.Reinterpret(call[0], TypeFactory.Make(call.TypeArgument()));
        table[Unsafe + "AsPointer"] = call => call[0];
        table[Unsafe + "SizeOf"] = call => ConstantExpression.Of(FieldOffsets.Of(call.TypeArgument()).Size);
        table[Unsafe + "SkipInit"] = _ => null;
        table[Unsafe + "BitCast"] = BitCast;
        foreach (var suffix in new[] { string.Empty, "Unaligned" })
        {
            table[Unsafe + "Read" + suffix] = call => Make.Load(Typed(call, 0), TypeFactory.Make(call.TypeArgument()));
        }

        table["System.Type.GetTypeFromHandle"] = call => call[0];
        table["System.Type.op_Equality"] = call => SameType(call, ifSame: 1);
        table["System.Type.op_Inequality"] = call => SameType(call, ifSame: 0);
        table["ILGPU.SharedMemory.Allocate"] = call => call.Arguments.Length == 0
            ? Element(Allocate(call, AddressSpace.Shared, 1))
            : Allocate(call, AddressSpace.Shared, call.Constant(0));
        table["ILGPU.SharedMemory.Allocate1D"] = call =>
            Dense(call, Allocate(call, AddressSpace.Shared, call.Constant(0)), call.Constant(0));
        table["ILGPU.SharedMemory.GetDynamic"] = call => Dynamic(call);
        table["ILGPU.LocalMemory.Allocate"] = call => Allocate(call, AddressSpace.Private, call.Constant(0));
        table["ILGPU.LocalMemory.Allocate1D"] = call =>
            Dense(call, Allocate(call, AddressSpace.Private, call.Constant(0)), call.Constant(0));
        table["ILGPU.MemoryFence.GroupLevel"] = call => call.Function("fence_group", VoidType.Instance, Effects.Writes);
        table["ILGPU.MemoryFence.DeviceLevel"] = call => call.Function("fence_device", VoidType.Instance, Effects.Writes);
        table["ILGPU.MemoryFence.SystemLevel"] = call => call.Function("fence_system", VoidType.Instance, Effects.Writes);
        foreach (var name in "Add Min Max And Or Xor Exchange CompareExchange".Split(' '))
            table["ILGPU.Atomic." + name] = call => Atomic(call, name);
    }

    private static ConstantExpression SameType(IntrinsicCall call, int ifSame) => (call[0], call[1]) is (TypeExpression a, TypeExpression b)
        ? ConstantExpression.Of(a.Value == b.Value ? ifSame : 1 - ifSame)
        : throw new RefusalException("reflection is not for kernels");

    private static Expression Typed(IntrinsicCall call, int index) =>
        call[index].Type is PointerType
            ? Make.Reinterpret(call[index], TypeFactory.Make(call.TypeArgument()))
            : throw new RefusalException("an address was expected, but this is a number");

    private static Expression BitCast(IntrinsicCall call)
    {
        var (from, to) = (TypeFactory.Make(call.TypeArgument(0)), TypeFactory.Make(call.TypeArgument(1)));
        if (StructLayout.Size(from) != StructLayout.Size(to))
            throw new RefusalException($"{TypeNames.Of(from.Clr)} and {TypeNames.Of(to.Clr)} differ in size");
        if (from is ScalarType a && to is ScalarType b)
        {
            if (a.IsFloat == b.IsFloat)
                return Make.Convert(b, false, call[0]);
            return (a.IsFloat, a.Size) switch
            {
                (true, 4) => call.Function("float_bits", ScalarType.I32),
                (true, _) => call.Function("double_bits", ScalarType.I64),
                (false, 4) => call.Function("bits_float", ScalarType.F32),
                _ => call.Function("bits_double", ScalarType.F64),
            };
        }

        if (!from.Spaces.Any() && !to.Spaces.Any())
            return new BuiltinExpression("bit_cast", to, [call[0]], data: from);
        throw new RefusalException("a struct that holds references is turned into another type");
    }

    private static BuiltinExpression Allocate(IntrinsicCall call, AddressSpace space, int count)
    {
        if (count < 1)
            throw new RefusalException($"memory for {count} elements is asked for");
        var element = TypeFactory.Make(call.TypeArgument());
        call.Caller.IsCooperative |= space == AddressSpace.Shared;
        call.Caller.UsesLocalMemory |= space == AddressSpace.Private;
        var view = new ViewType(typeof(ArrayView<>).MakeGenericType(element.Clr), new(space), element);
        return new BuiltinExpression("allocate", view, [], Effects.Writes, new Allocation(space, element, count));
    }

    private static BuiltinExpression Dynamic(IntrinsicCall call)
    {
        var element = TypeFactory.Make(call.TypeArgument());
        call.Caller.IsCooperative = true;
        return new BuiltinExpression(
            "dynamic_shared", new ViewType(typeof(ArrayView<>).MakeGenericType(element.Clr), new(AddressSpace.Shared), element), [],
            Effects.Writes);
    }

    private static ElementExpression Element(Expression view) => new(view, ConstantExpression.Of(0), null);

    private static StructExpression Dense(IntrinsicCall call, Expression view, int count)
    {
        var made = (StructType)TypeFactory.Make(((System.Reflection.MethodInfo)call.Method).ReturnType);
        KernelType.Unify(made.Fields.First(field => field.Type is ViewType).Type, view.Type);
        var extent = new StructExpression((StructType)TypeFactory.Make(typeof(LongIndex1D)), [ConstantExpression.Of((long)count)]);
        var kept = call.Keep(view);
        return new StructExpression(made, [.. made.Fields.Select(field => field.Type is ViewType ? kept
            : field.Field.FieldType == typeof(LongIndex1D) ? extent
            : Make.Zero(field.Type))]);
    }

    private static Expression Atomic(IntrinsicCall call, string name)
    {
        var type = call.Scalar(1);
        var pointer = call[0];
        var space = ((PointerType)pointer.Type).Space;
        return new BuiltinExpression(
            $"atomic_{name}", type.OnStack, [Make.Reinterpret(pointer, type), .. call.Arguments[1..]], Effects.Writes,
            new AtomicData(type, space));
    }
}

/// <summary>Memory that a kernel declares.</summary>
internal sealed record Allocation(AddressSpace Space, KernelType Element, int Count);

/// <summary>What an atomic operation works on.</summary>
internal sealed record AtomicData(ScalarType Type, Space Space);
