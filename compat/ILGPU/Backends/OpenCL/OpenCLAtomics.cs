using ILGPU.Backends.C;
using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsics;
using ILGPU.Frontend.Types;

namespace ILGPU.Backends.OpenCL;

/// <summary>Atomic operations of OpenCL C 1.2: 32-bit integers are built in, 64-bit ones an extension, floats a loop.</summary>
internal static class OpenCLAtomics
{
    public static string Write(FunctionWriter writer, string operation, AtomicData data, string[] arguments)
    {
        var space = writer.Resolve(data.Space);
        if (space == AddressSpace.Private)
            throw new RefusalException("an atomic operation works on a local variable, which no other thread sees");
        var type = data.Type;
        var qualifier = space == AddressSpace.Global ? "__global" : "__local";
        if (type.IsFloat)
        {
            var suffix = space == AddressSpace.Global ? "global" : "shared";
            return $"{writer.Helper($"atomic_{operation}_{CNames.Scalar(type)}_{suffix}")}({string.Join(", ", arguments)})";
        }

        var name = operation switch { "Exchange" => "xchg", "CompareExchange" => "cmpxchg", _ => operation.ToLowerInvariant() };
        var pointer = $"(volatile {qualifier} {CNames.Scalar(type)}*)({arguments[0]})";
        var call = $"{(type.Size == 8 ? "atom" : "atomic")}_{name}({pointer}, "
            + $"{string.Join(", ", arguments[1..].Select(argument => $"({CNames.Scalar(type)})({argument})"))})";
        return type.IsSigned ? call : $"({CNames.Scalar(type.OnStack)}){call}";
    }

    /// <summary>The loop for an operation on floats, named as in <c>atomic_Add_float_global</c>.</summary>
    public static string? Helper(string name)
    {
        var parts = name.Split('_');
        if (parts is not ["atomic", var operation, var type, var space])
            return null;
        var (bits, cast, back, exchange) = type == "float"
            ? ("int", "as_int", "as_float", "atomic_cmpxchg")
            : ("long", "as_long", "as_double", "atom_cmpxchg");
        var qualifier = space == "global" ? "__global" : "__local";
        var compares = operation == "CompareExchange";
        var change = operation switch
        {
            "Add" => "old + value",
            "Min" => $"old != old || old <= value ? old : value",
            "Max" => $"old != old || old >= value ? old : value",
            _ => "value",
        };
        return
            $$"""
            DEVICE {{type}} {{name}}({{qualifier}} {{type}}* target, {{(compares ? $"{type} compare, " : string.Empty)}}{{type}} value)
            {
                volatile {{qualifier}} {{bits}}* cell = (volatile {{qualifier}} {{bits}}*)target;
                {{bits}} expected = {{(compares ? $"{cast}(compare)" : "*cell")}};
                while (1)
                {
                    {{type}} old = {{back}}(expected);
                    {{bits}} found = {{exchange}}(cell, expected, {{cast}}({{change}}));
                    if (found == expected{{(compares ? " || 1" : string.Empty)}}) return {{back}}(found);
                    expected = found;
                }
            }
            """;
    }
}
