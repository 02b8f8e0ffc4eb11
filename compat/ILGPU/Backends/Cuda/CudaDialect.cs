using ILGPU.Backends.C;
using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsics;
using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;

namespace ILGPU.Backends.Cuda;

/// <summary>CUDA C++ as NVRTC compiles it. Pointers are generic, so each method is written once.</summary>
internal sealed class CudaDialect : Dialect
{
    public override string Prelude =>
        """
        #define DEVICE static __device__ __forceinline__
        #define DEVICE_CALL static __device__ __noinline__
        typedef signed char sbyte;
        typedef unsigned char byte;
        typedef unsigned short ushort;
        typedef unsigned int uint;
        typedef long long int64;
        typedef unsigned long long uint64;
        DEVICE int float_is_negative(float a) { return __float_as_int(a) < 0; }
        DEVICE int double_is_negative(double a) { return __double_as_longlong(a) < 0; }
        DEVICE int linear_thread() { return (int)((threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x); }

        """;

    public override string SharedDeclaration => "__shared__ ";

    public override bool HasMemoryObjects => false;

    public override string LongSuffix => "LL";

    public override string DynamicSharedDeclaration => "extern __shared__ __align__(16) byte dynamic_shared[];";

    public override string KernelQualifier(int? maxThreads, int? minGroups) =>
        "extern \"C\" __global__ " + (maxThreads, minGroups) switch
        {
            (int threads, int groups) => $"__launch_bounds__({threads}, {groups}) ",
            (int threads, null) => $"__launch_bounds__({threads}) ",
            _ => string.Empty,
        };

    public override string Qualifier(AddressSpace space) => string.Empty;

    public override string Suffix(AddressSpace space) => string.Empty;

    public override string StructLiteral(string type, string fields) => $"{type}{{ {fields} }}";

    public override string ZeroLiteral(string type) => $"{type}{{}}";

    public override string GlobalIndex(int axis) =>
        "xyz"[axis] is var c ? $"(int)(blockIdx.{c} * blockDim.{c} + threadIdx.{c})" : string.Empty;

    public override string Builtin(FunctionWriter writer, BuiltinExpression builtin, string[] arguments)
    {
        var all = string.Join(", ", arguments);
        var name = builtin.Name;
        if (BuiltinNames.IsMath(name))
            return $"{name}{(builtin.Type == ScalarType.F32 ? "f" : string.Empty)}({all})";
        if (name.StartsWith("atomic_", StringComparison.Ordinal))
            return CudaAtomics.Write(writer, name[7..], (AtomicData)builtin.Data!, arguments);
        if (ThreadQuery(name) is { } query)
            return query;
        switch (name)
        {
            case "float_bits":
                return $"__float_as_int({all})";
            case "bits_float":
                return $"__int_as_float({all})";
            case "double_bits":
                return $"__double_as_longlong({all})";
            case "bits_double":
                return $"__longlong_as_double({all})";
            case "popcount_uint":
                return $"__popc((uint)({all}))";
            case "popcount_uint64":
                return $"__popcll((uint64)({all}))";
            case "clz_uint":
                return $"__clz((int)({all}))";
            case "clz_uint64":
                return $"__clzll((int64)({all}))";
            case "warp_size":
                return "32";
            case "barrier_group":
                return "__syncthreads()";
            case "barrier_warp":
                return "__syncwarp()";
            case "barrier_count":
                return $"__syncthreads_count({all})";
            case "fence_group":
                return "__threadfence_block()";
            case "fence_device":
                return "__threadfence()";
            case "fence_system":
                return "__threadfence_system()";
            case "shuffle":
                return $"__shfl_sync(0xffffffffu, {all})";
            case "shuffle_down" or "shuffle_up" or "shuffle_xor":
                return $"__shfl_{name[8..]}_sync(0xffffffffu, {all})";
            case "group_broadcast":
                var type = CNames.Scalar((ScalarType)builtin.Type);
                return $"{writer.Helper($"group_broadcast_{type}", Broadcast(type))}({all})";
            case "allocate":
                var allocation = (Allocation)builtin.Data!;
                return StructLiteral(writer.TypeName(builtin.Type), $"{writer.Allocate(allocation)}, {allocation.Count}");
            case "dynamic_shared":
                var element = ((ViewType)builtin.Type).Element;
                return StructLiteral(
                    writer.TypeName(builtin.Type),
                    $"({writer.TypeName(element)}*){writer.HiddenName(HiddenKind.DynamicShared)}, "
                    + $"{writer.HiddenName(HiddenKind.DynamicBytes)} / (int){StructLayout.Size(element)}");
            case "bit_cast":
                return BitCast(writer, builtin, all);
            default:
                return $"{writer.Helper(name)}({all})";
        }
    }

    public override string? Helper(string name) => name switch
    {
        "ctz_uint" => "DEVICE int ctz_uint(uint a) { return a == 0 ? 32 : __ffs((int)a) - 1; }",
        "ctz_uint64" => "DEVICE int ctz_uint64(uint64 a) { return a == 0 ? 64 : __ffsll((int64)a) - 1; }",
        "check_index" =>
            """
            DEVICE int64 check_index(int64 index, int64 length, int64 site, int64* fault)
            {
                if ((uint64)index < (uint64)length) return index;
                if (atomicCAS((int*)fault, 0, 1) == 0) { fault[1] = site; fault[2] = index; fault[3] = length; }
                return 0;
            }
            """,
        _ => CudaAtomics.Helper(name),
    };

    private static string? ThreadQuery(string name)
    {
        var parts = name.Split('_');
        if (parts is not [var scope and ("group" or "grid"), var what and ("index" or "size"), ['x' or 'y' or 'z'] and var axis])
            return null;
        return (scope, what) switch
        {
            ("group", "index") => $"(int)threadIdx.{axis}",
            ("group", _) => $"(int)blockDim.{axis}",
            (_, "index") => $"(int)blockIdx.{axis}",
            _ => $"(int)gridDim.{axis}",
        };
    }

    private static string Broadcast(string type) =>
        $$"""
        DEVICE {{type}} group_broadcast_{{type}}({{type}} value, int source)
        {
            __shared__ {{type}} cell;
            __syncthreads();
            if (linear_thread() == source) cell = value;
            __syncthreads();
            return cell;
        }
        """;

    private static string BitCast(FunctionWriter writer, BuiltinExpression builtin, string argument)
    {
        var (from, to) = (writer.TypeName((KernelType)builtin.Data!), writer.TypeName(builtin.Type));
        var name = $"bit_cast_{from}_{to}";
        var text = $"DEVICE {to} {name}({from} value) {{ union {{ {from} a; {to} b; }} both; both.a = value; return both.b; }}";
        return $"{writer.Helper(name, text)}({argument})";
    }
}
