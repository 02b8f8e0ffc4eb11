using ILGPU.Backends.C;
using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsics;
using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;

namespace ILGPU.Backends.OpenCL;

/// <summary>OpenCL C 1.2.</summary>
/// <param name="warpSize">Threads of a warp; shuffles go through shared memory.</param>
/// <param name="contracts">True to allow the compiler to fuse multiplications and additions.</param>
/// <param name="hasDouble">True when the device has 64-bit floats.</param>
internal sealed class OpenCLDialect(int warpSize, bool contracts, bool hasDouble) : Dialect
{
    public override string Prelude =>
        $"""
        {(hasDouble ? "#pragma OPENCL EXTENSION cl_khr_fp64 : enable" : "// This device has no 64-bit floats.")}
        #pragma OPENCL EXTENSION cl_khr_int64_base_atomics : enable
        #pragma OPENCL EXTENSION cl_khr_int64_extended_atomics : enable
        #pragma OPENCL FP_CONTRACT {(contracts ? "ON" : "OFF")}
        #define DEVICE static inline __attribute__((always_inline))
        #define DEVICE_CALL static
        typedef char sbyte;
        typedef uchar byte;
        typedef long int64;
        typedef ulong uint64;
        DEVICE int float_is_negative(float a) {"{"} return as_int(a) < 0; {"}"}
        {(hasDouble ? "DEVICE int double_is_negative(double a) { return as_long(a) < 0; }" : string.Empty)}
        DEVICE int linear_thread() {"{"} return (int)(
            (get_local_id(2) * get_local_size(1) + get_local_id(1)) * get_local_size(0) + get_local_id(0)); {"}"}
        DEVICE int group_threads() {"{"} return (int)(get_local_size(0) * get_local_size(1) * get_local_size(2)); {"}"}

        """;

    public override string SharedDeclaration => "__local ";

    public override bool HasMemoryObjects => true;

    public override string LongSuffix => "L";

    public override string DynamicSharedDeclaration => string.Empty;

    public override string KernelQualifier(int? maxThreads, int? minGroups) => "__kernel ";

    public override string Qualifier(AddressSpace space) => space switch
    {
        AddressSpace.Global => "__global ",
        AddressSpace.Shared => "__local ",
        _ => "__private ",
    };

    public override string Suffix(AddressSpace space) => space switch
    {
        AddressSpace.Global => "_global",
        AddressSpace.Shared => "_shared",
        _ => "_private",
    };

    public override string StructLiteral(string type, string fields) => $"(({type}){{ {fields} }})";

    public override string ZeroLiteral(string type) => $"(({type}){{ 0 }})";

    public override string GlobalIndex(int axis) => $"(int)get_global_id({axis})";

    public override string Builtin(FunctionWriter writer, BuiltinExpression builtin, string[] arguments)
    {
        var all = string.Join(", ", arguments);
        var name = builtin.Name;
        if (name is "floor" or "ceil" or "trunc" or "rint" or "round")
            return $"{writer.Helper($"{name}_{CNames.Scalar((ScalarType)builtin.Type)}")}({all})";
        if (BuiltinNames.IsMath(name))
            return $"{name}({all})";
        if (name.StartsWith("atomic_", StringComparison.Ordinal))
            return OpenCLAtomics.Write(writer, name[7..], (AtomicData)builtin.Data!, arguments);
        if (ThreadQuery(name) is { } query)
            return query;
        switch (name)
        {
            case "float_bits":
                return $"as_int({all})";
            case "bits_float":
                return $"as_float({all})";
            case "double_bits":
                return $"as_long({all})";
            case "bits_double":
                return $"as_double({all})";
            case "popcount_uint" or "clz_uint":
                return $"(int){name[..^5]}((uint)({all}))";
            case "popcount_uint64" or "clz_uint64":
                return $"(int){name[..^7]}((uint64)({all}))";
            case "warp_size":
                return $"{warpSize}";
            case "barrier_group":
                return "barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)";
            case "barrier_warp":
                return "barrier(CLK_LOCAL_MEM_FENCE)";
            case "fence_group" or "fence_device" or "fence_system":
                return "mem_fence(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)";
            case "barrier_count":
                return $"{writer.Helper(name)}({all}, {writer.HiddenName(HiddenKind.Exchange)})";
            case "group_broadcast" or "shuffle" or "shuffle_down" or "shuffle_up" or "shuffle_xor":
                return Exchange(writer, builtin, arguments);
            case "allocate":
                var allocation = (Allocation)builtin.Data!;
                return StructLiteral(writer.TypeName(builtin.Type), $"{writer.Allocate(allocation)}, {allocation.Count}");
            case "dynamic_shared":
                var element = ((ViewType)builtin.Type).Element;
                return StructLiteral(
                    writer.TypeName(builtin.Type),
                    $"(__local {writer.TypeName(element)}*){writer.HiddenName(HiddenKind.DynamicShared)}, "
                    + $"{writer.HiddenName(HiddenKind.DynamicBytes)} / (int){StructLayout.Size(element)}");
            case "bit_cast":
                return BitCast(writer, builtin, all);
            default:
                return $"{writer.Helper(name)}({all})";
        }
    }

    public override string? Helper(string name) => name switch
    {
        "floor_float" or "ceil_float" or "trunc_float" or "rint_float" or "round_float" => Rounding(name, "float", "8388608.0f"),
        "floor_double" or "ceil_double" or "trunc_double" or "rint_double" or "round_double" =>
            Rounding(name, "double", "4503599627370496.0"),
        "ctz_uint" => "DEVICE int ctz_uint(uint a) { return a == 0 ? 32 : 31 - (int)clz(a & (0u - a)); }",
        "ctz_uint64" => "DEVICE int ctz_uint64(uint64 a) { return a == 0 ? 64 : 63 - (int)clz(a & (0u - a)); }",
        "exchange_threads" =>
            """
            DEVICE uint64 exchange_threads(uint64 value, int source, __local uint64* exchange)
            {
                int self = linear_thread();
                if (source < 0 || source >= group_threads()) source = self;
                barrier(CLK_LOCAL_MEM_FENCE);
                exchange[self] = value;
                barrier(CLK_LOCAL_MEM_FENCE);
                return exchange[source];
            }
            """,
        "barrier_count" =>
            """
            DEVICE int barrier_count(int predicate, __local uint64* exchange)
            {
                int count = 0;
                barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
                exchange[linear_thread()] = predicate != 0;
                barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
                for (int i = 0; i < group_threads(); i++) count += (int)exchange[i];
                return count;
            }
            """,
        "check_index" =>
            """
            DEVICE int64 check_index(int64 index, int64 length, int64 site, __global int64* fault)
            {
                if ((uint64)index < (uint64)length) return index;
                if (atomic_cmpxchg((volatile __global int*)fault, 0, 1) == 0) { fault[1] = site; fault[2] = index; fault[3] = length; }
                return 0;
            }
            """,
        _ => OpenCLAtomics.Helper(name),
    };

    /// <summary>
    /// PoCL's own go through an integer, which its compiler takes for undefined where a constant does not fit one. What is large is whole.
    /// </summary>
    private static string Rounding(string name, string type, string whole) =>
        $"DEVICE {type} {name}({type} a) {{ return fabs(a) < {whole} ? {name[..name.IndexOf('_', StringComparison.Ordinal)]}(a) : a; }}";

    private static string? ThreadQuery(string name) => name switch
    {
        "group_index_x" => "(int)get_local_id(0)",
        "group_index_y" => "(int)get_local_id(1)",
        "group_index_z" => "(int)get_local_id(2)",
        "group_size_x" => "(int)get_local_size(0)",
        "group_size_y" => "(int)get_local_size(1)",
        "group_size_z" => "(int)get_local_size(2)",
        "grid_index_x" => "(int)get_group_id(0)",
        "grid_index_y" => "(int)get_group_id(1)",
        "grid_index_z" => "(int)get_group_id(2)",
        "grid_size_x" => "(int)get_num_groups(0)",
        "grid_size_y" => "(int)get_num_groups(1)",
        "grid_size_z" => "(int)get_num_groups(2)",
        _ => null,
    };

    private string Exchange(FunctionWriter writer, BuiltinExpression builtin, string[] arguments)
    {
        var lane = $"(linear_thread() % {warpSize})";
        var first = $"(linear_thread() - {lane})";
        var operand = $"({arguments[1]})";
        var source = builtin.Name switch
        {
            "group_broadcast" => operand,
            "shuffle" => $"{first} + {operand} % {warpSize}",
            "shuffle_xor" => $"{first} + ({lane} ^ {operand})",
            "shuffle_down" => $"({lane} + {operand} < {warpSize} ? linear_thread() + {operand} : linear_thread())",
            _ => $"({lane} >= {operand} ? linear_thread() - {operand} : linear_thread())",
        };
        var type = (ScalarType)builtin.Type;
        var value = type == ScalarType.F32 ? $"(uint64)as_uint({arguments[0]})"
            : type.Size == 8 ? $"as_ulong({arguments[0]})"
            : $"(uint64)(uint)({arguments[0]})";
        var result = $"{writer.Helper("exchange_threads")}({value}, {source}, {writer.HiddenName(HiddenKind.Exchange)})";
        return type == ScalarType.F32 ? $"as_float((uint){result})"
            : type == ScalarType.F64 ? $"as_double({result})"
            : $"({CNames.Scalar(type)}){result}";
    }

    private static string BitCast(FunctionWriter writer, BuiltinExpression builtin, string argument)
    {
        var (from, to) = (writer.TypeName((KernelType)builtin.Data!), writer.TypeName(builtin.Type));
        var name = $"bit_cast_{from}_{to}";
        var text = $"DEVICE {to} {name}({from} value) {{ union {{ {from} a; {to} b; }} both; both.a = value; return both.b; }}";
        return $"{writer.Helper(name, text)}({argument})";
    }
}
