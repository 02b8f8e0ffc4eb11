using ILGPU.Backends.C;
using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsics;
using ILGPU.Frontend.Types;

namespace ILGPU.Backends.Cuda;

/// <summary>Atomic operations of CUDA; what it lacks for floats and signed 64-bit integers is a loop or a cast.</summary>
internal static class CudaAtomics
{
    public static string Write(FunctionWriter writer, string operation, AtomicData data, string[] arguments)
    {
        if (writer.Resolve(data.Space) == AddressSpace.Private)
            throw new RefusalException("an atomic operation works on a local variable, which no other thread sees");
        var type = data.Type;
        var values = arguments[1..];
        if (type.IsFloat && operation is not "Add" && !(operation is "Exchange" && type == ScalarType.F32))
            return $"{writer.Helper($"atomic_{operation}_{CNames.Scalar(type)}")}({string.Join(", ", arguments)})";
        var name = operation switch { "Exchange" => "atomicExch", "CompareExchange" => "atomicCAS", _ => "atomic" + operation };
        var shown = type == ScalarType.I64 && operation is not ("Min" or "Max") ? ScalarType.U64 : type;
        var call = $"{name}(({CNames.Scalar(shown)}*)({arguments[0]}), "
            + $"{string.Join(", ", values.Select(value => $"({CNames.Scalar(shown)})({value})"))})";
        return shown == type.OnStack ? call : $"({CNames.Scalar(type.OnStack)}){call}";
    }

    /// <summary>The loop for an operation on floats, named as in <c>atomic_Min_float</c>.</summary>
    public static string? Helper(string name)
    {
        if (name.Split('_') is not ["atomic", var operation, var type])
            return null;
        var (bits, cast, back) = type == "float"
            ? ("int", "__float_as_int", "__int_as_float")
            : ("uint64", "(uint64)__double_as_longlong", "__longlong_as_double");
        var compares = operation == "CompareExchange";
        var change = operation switch
        {
            "Min" => "old != old || old <= value ? old : value",
            "Max" => "old != old || old >= value ? old : value",
            _ => "value",
        };
        return
            $$"""
            DEVICE {{type}} {{name}}({{type}}* target, {{(compares ? $"{type} compare, " : string.Empty)}}{{type}} value)
            {
                {{bits}}* cell = ({{bits}}*)target;
                {{bits}} expected = {{(compares ? $"{cast}(compare)" : "*cell")}};
                while (true)
                {
                    {{type}} old = {{back}}(expected);
                    {{bits}} found = atomicCAS(cell, expected, {{cast}}({{change}}));
                    if (found == expected{{(compares ? " || true" : string.Empty)}}) return {{back}}(found);
                    expected = found;
                }
            }
            """;
    }
}
