using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;

namespace ILGPU.Frontend.Intrinsics;

/// <summary>Group, Grid and Warp.</summary>
internal static class ThreadIntrinsics
{
    public static void Add(Dictionary<string, Func<IntrinsicCall, Expression?>> table)
    {
        foreach (var (type, prefix) in new[] { ("ILGPU.Group", "group"), ("ILGPU.Grid", "grid") })
        {
            foreach (var axis in new[] { "X", "Y", "Z" })
            {
                table[$"{type}.get_Idx{axis}"] = call => Index(call, $"{prefix}_index_{axis.ToLowerInvariant()}");
                table[$"{type}.get_Dim{axis}"] = call => Index(call, $"{prefix}_size_{axis.ToLowerInvariant()}");
            }
        }

        table["ILGPU.Group.Barrier"] = call => Cooperative(call, "barrier_group", VoidType.Instance);
        table["ILGPU.Group.BarrierPopCount"] = call => Cooperative(call, "barrier_count", ScalarType.I32);
        table["ILGPU.Group.Broadcast"] = call => Exchange(call, "group_broadcast");
        table["ILGPU.Warp.get_WarpSize"] = call => Index(call, "warp_size");
        table["ILGPU.Warp.Barrier"] = call => Cooperative(call, "barrier_warp", VoidType.Instance);
        table["ILGPU.Warp.Shuffle"] = call => Exchange(call, "shuffle");
        table["ILGPU.Warp.ShuffleDown"] = call => Exchange(call, "shuffle_down");
        table["ILGPU.Warp.ShuffleUp"] = call => Exchange(call, "shuffle_up");
        table["ILGPU.Warp.ShuffleXor"] = call => Exchange(call, "shuffle_xor");
        table["ILGPU.Warp.Broadcast"] = call => Exchange(call, "shuffle");
    }

    private static BuiltinExpression Index(IntrinsicCall call, string name)
    {
        call.Caller.UsesThreadIndex = true;
        return new BuiltinExpression(name, ScalarType.I32, []);
    }

    private static Expression Cooperative(IntrinsicCall call, string name, KernelType type)
    {
        call.Caller.IsCooperative = true;
        return call.Function(name, type, Effects.Writes | Effects.Reads);
    }

    private static BuiltinExpression Exchange(IntrinsicCall call, string name)
    {
        call.Caller.IsCooperative = true;
        var type = TypeFactory.Make(call.TypeArgument());
        if (type is not ScalarType { Size: >= 4 } scalar)
            throw new RefusalException(
                $"lanes exchange numbers of 4 or 8 bytes, not {TypeNames.Of(type.Clr)}; exchange a struct field by field");
        return new BuiltinExpression(name, scalar.OnStack, call.Arguments, Effects.Writes | Effects.Reads);
    }
}
