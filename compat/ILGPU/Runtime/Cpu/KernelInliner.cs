using System.Reflection;
using System.Reflection.Emit;
using ILGPU.Frontend;
using ILGPU.Frontend.IL;

namespace ILGPU.Runtime.CPU;

/// <summary>
/// Writes a kernel's own IL into the loop over its indices. A call would copy every view for every index, which costs more than most
/// elementwise kernels do.
/// </summary>
internal static class KernelInliner
{
    private static readonly Dictionary<string, OpCode> LongForms = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .Where(code => code.OperandType == OperandType.InlineBrTarget)
        .ToDictionary(code => code.Name!);

    /// <param name="il">Where to write; the stack is empty before and after.</param>
    /// <param name="kernel">The kernel, without exception handlers.</param>
    /// <param name="arguments">Where the arguments are, the index first; set anew for every index
    /// where <see cref="Keeps"/> is false.</param>
    public static void Emit(ILGenerator il, KernelMethod kernel, LocalBuilder[] arguments)
    {
        var instructions = ILReader.Read(kernel.Method);
        var locals = kernel.Method.GetMethodBody()!.LocalVariables.Select(local => il.DeclareLocal(local.LocalType)).ToArray();
        foreach (var local in locals.Where(local => local.LocalType.IsPrimitive))
            EmitZero(il, local);
        var labels = instructions.SelectMany(instruction => instruction.Targets).Distinct()
            .ToDictionary(offset => offset, _ => il.DefineLabel());
        var end = il.DefineLabel();
        foreach (var instruction in instructions)
        {
            if (labels.TryGetValue(instruction.Offset, out var label))
                il.MarkLabel(label);
            Emit(il, instruction, kernel, arguments, locals, labels, end);
        }

        il.MarkLabel(end);
    }

    /// <summary>True when the kernel loops: then a call costs little beside it, and the method by itself is compiled better.</summary>
    public static bool HasLoops(KernelMethod kernel) =>
        ILReader.Read(kernel.Method).Any(instruction => instruction.Targets.Any(target => target <= instruction.Offset));

    /// <summary>True when the kernel leaves a parameter as it is, so that one copy serves all indices.</summary>
    public static bool Keeps(KernelMethod kernel, int parameter, Type type)
    {
        var isView = type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(ArrayView<>) || type.GetGenericTypeDefinition() == typeof(ArrayView1D<,>));
        return ILReader.Read(kernel.Method).All(instruction =>
            !(instruction.OpCode.Name!.StartsWith("starg", StringComparison.Ordinal) && Parameter(instruction, kernel) == parameter)
            && (isView
                || !(instruction.OpCode.Name.StartsWith("ldarga", StringComparison.Ordinal)
                    && Parameter(instruction, kernel) == parameter)));
    }

    private static void EmitZero(ILGenerator il, LocalBuilder local)
    {
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Initobj, local.LocalType);
    }

    private static int Parameter(Instruction instruction, KernelMethod kernel)
    {
        var index = instruction.Operand is int given ? given : instruction.OpCode.Name![^1] - '0';
        return kernel.Method.IsStatic ? index : index - 1;
    }

    private static void Emit(
        ILGenerator il, Instruction instruction, KernelMethod kernel, LocalBuilder[] arguments, LocalBuilder[] locals,
        Dictionary<int, Label> labels, Label end)
    {
        var name = instruction.OpCode.Name!;
        if (name == "ret")
            il.Emit(OpCodes.Br, end);
        else if (name.StartsWith("ldarga", StringComparison.Ordinal))
            il.Emit(OpCodes.Ldloca, arguments[Parameter(instruction, kernel)]);
        else if (name.StartsWith("ldarg", StringComparison.Ordinal))
            il.Emit(OpCodes.Ldloc, arguments[Parameter(instruction, kernel)]);
        else if (name.StartsWith("starg", StringComparison.Ordinal))
            il.Emit(OpCodes.Stloc, arguments[Parameter(instruction, kernel)]);
        else if (name.StartsWith("ldloca", StringComparison.Ordinal))
            il.Emit(OpCodes.Ldloca, locals[(int)instruction.Operand!]);
        else if (name.StartsWith("ldloc", StringComparison.Ordinal))
            il.Emit(OpCodes.Ldloc, locals[Frontend.Translation.LocalWebs.Slot(instruction)]);
        else if (name.StartsWith("stloc", StringComparison.Ordinal))
            il.Emit(OpCodes.Stloc, locals[Frontend.Translation.LocalWebs.Slot(instruction)]);
        else if (name == "switch")
            il.Emit(OpCodes.Switch, ((int[])instruction.Operand!).Select(target => labels[target]).ToArray());
        else if (instruction.IsBranch)
            il.Emit(LongForms[name.EndsWith(".s", StringComparison.Ordinal) ? name[..^2] : name], labels[(int)instruction.Operand!]);
        else
            EmitOperand(il, instruction);
    }

    private static void EmitOperand(ILGenerator il, Instruction instruction)
    {
        switch (instruction.Operand)
        {
            case null:
                il.Emit(instruction.OpCode);
                break;
            case int number when instruction.OpCode == OpCodes.Ldc_I4_S:
                il.Emit(OpCodes.Ldc_I4, number);
                break;
            case int number:
                il.Emit(instruction.OpCode, number);
                break;
            case byte number:
                il.Emit(instruction.OpCode, number);
                break;
            case long number:
                il.Emit(instruction.OpCode, number);
                break;
            case float number:
                il.Emit(instruction.OpCode, number);
                break;
            case double number:
                il.Emit(instruction.OpCode, number);
                break;
            case ConstructorInfo constructor:
                il.Emit(instruction.OpCode, constructor);
                break;
            case MethodInfo method:
                il.Emit(instruction.OpCode, method);
                break;
            case FieldInfo field:
                il.Emit(instruction.OpCode, field);
                break;
            case Type type:
                il.Emit(instruction.OpCode, type);
                break;
            default:
                throw new NotSupportedException($"{instruction.OpCode.Name} cannot be copied.");
        }
    }
}
