using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace ILGPU.Frontend.IL;

/// <summary>Reads the IL of a method, its type arguments filled in.</summary>
internal static class ILReader
{
    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>Reads all instructions.</summary>
    /// <exception cref="RefusalException">The method has no IL or an unknown instruction.</exception>
    public static List<Instruction> Read(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray()
            ?? throw new RefusalException(
                "it has no IL: it is abstract, native or built into the runtime, and it is none of the functions that devices know");
        var instructions = new List<Instruction>();
        for (var position = 0; position < code.Length;)
        {
            var offset = position;
            short value = code[position++];
            if (value == 0xFE)
                value = (short)(0xFE00 | code[position++]);
            if (!OpCodesByValue.TryGetValue(value, out var opCode))
                throw new RefusalException($"unknown instruction 0x{value:X}");
            var operand = ReadOperand(method, opCode, code, ref position);
            instructions.Add(new(offset, opCode, operand, position));
        }

        return instructions;
    }

    private static object? ReadOperand(MethodBase method, OpCode opCode, byte[] code, ref int position)
    {
        var span = code.AsSpan(position);
        var module = method.Module;
        switch (opCode.OperandType)
        {
            case OperandType.InlineNone:
                return null;
            case OperandType.ShortInlineBrTarget:
                position += 1;
                return position + (sbyte)span[0];
            case OperandType.InlineBrTarget:
                position += 4;
                return position + BinaryPrimitives.ReadInt32LittleEndian(span);
            case OperandType.ShortInlineI:
                position += 1;
                return opCode == OpCodes.Ldc_I4_S ? (int)(sbyte)span[0] : span[0];
            case OperandType.ShortInlineVar:
                position += 1;
                return (int)span[0];
            case OperandType.InlineVar:
                position += 2;
                return (int)BinaryPrimitives.ReadUInt16LittleEndian(span);
            case OperandType.InlineI:
                position += 4;
                return BinaryPrimitives.ReadInt32LittleEndian(span);
            case OperandType.InlineI8:
                position += 8;
                return BinaryPrimitives.ReadInt64LittleEndian(span);
            case OperandType.ShortInlineR:
                position += 4;
                return BinaryPrimitives.ReadSingleLittleEndian(span);
            case OperandType.InlineR:
                position += 8;
                return BinaryPrimitives.ReadDoubleLittleEndian(span);
            case OperandType.InlineSwitch:
                var count = BinaryPrimitives.ReadInt32LittleEndian(span);
                position += 4 + (4 * count);
                var targets = new int[count];
                for (var i = 0; i < count; i++)
                    targets[i] = position + BinaryPrimitives.ReadInt32LittleEndian(span[(4 + (4 * i))..]);
                return targets;
            case OperandType.InlineString:
                position += 4;
                return module.ResolveString(BinaryPrimitives.ReadInt32LittleEndian(span));
            case OperandType.InlineSig:
                position += 4;
                return BinaryPrimitives.ReadInt32LittleEndian(span);
            default:
                position += 4;
                return ResolveMember(method, module, opCode, BinaryPrimitives.ReadInt32LittleEndian(span));
        }
    }

    private static MemberInfo ResolveMember(MethodBase method, Module module, OpCode opCode, int token)
    {
        var typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return opCode.OperandType switch
        {
            OperandType.InlineMethod => module.ResolveMethod(token, typeArguments, methodArguments)!,
            OperandType.InlineField => module.ResolveField(token, typeArguments, methodArguments)!,
            OperandType.InlineType => module.ResolveType(token, typeArguments, methodArguments),
            _ => module.ResolveMember(token, typeArguments, methodArguments)!,
        };
    }
}
