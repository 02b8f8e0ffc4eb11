using System.Reflection;
using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;

namespace ILGPU.Frontend.Translation;

/// <content>Loads, stores, branches and the rest of the instruction set.</content>
internal sealed partial class MethodTranslator
{
    private void TranslateInstruction()
    {
        var name = instruction.OpCode.Name!;
        var operand = instruction.Operand;
        switch (name)
        {
            case "nop" or "break" or "readonly." or "volatile." or "unaligned." or "tail.":
                return;
            case "constrained.":
                constrained = (Type)operand!;
                return;
            case "ldarg.0" or "ldarg.1" or "ldarg.2" or "ldarg.3":
                Push(Make.Promote(new VariableExpression(Parameter(name[^1] - '0'))));
                return;
            case "ldarg.s" or "ldarg":
                Push(Make.Promote(new VariableExpression(Parameter((int)operand!))));
                return;
            case "ldarga.s" or "ldarga":
                Push(new AddressExpression(Parameter((int)operand!)));
                return;
            case "starg.s" or "starg":
                Assign(Parameter((int)operand!), Pop());
                return;
            case "ldloc.0" or "ldloc.1" or "ldloc.2" or "ldloc.3" or "ldloc.s" or "ldloc":
                Push(Make.Promote(new VariableExpression(Local(LocalWebs.Slot(instruction)))));
                return;
            case "ldloca.s" or "ldloca":
                Push(new AddressExpression(Local((int)operand!)));
                return;
            case "stloc.0" or "stloc.1" or "stloc.2" or "stloc.3" or "stloc.s" or "stloc":
                Assign(Local(LocalWebs.Slot(instruction)), Pop());
                return;
            case "ldc.i4.m1":
                Push(ConstantExpression.Of(-1));
                return;
            case "ldc.i4.s" or "ldc.i4":
                Push(ConstantExpression.Of((int)operand!));
                return;
            case "ldc.i8":
                Push(ConstantExpression.Of((long)operand!));
                return;
            case "ldc.r4":
                Push(new ConstantExpression(ScalarType.F32, operand!));
                return;
            case "ldc.r8":
                Push(new ConstantExpression(ScalarType.F64, operand!));
                return;
            case "dup":
                var top = Pop();
                if (!top.IsTrivial)
                    top = Keep(top);
                stack.Add(top);
                stack.Add(top);
                return;
            case "pop":
                Pop();
                return;
            case "ret":
                Return();
                return;
            case "ldfld":
                LoadField((FieldInfo)operand!);
                return;
            case "ldflda":
                Push(FieldAddress((FieldInfo)operand!, PopPointer()));
                return;
            case "stfld":
                var stored = Pop();
                var address = FieldAddress((FieldInfo)operand!, PopPointer());
                Store(address, ((PointerType)address.Type).Target, stored);
                return;
            case "ldsfld":
                Push(StaticFields.Read((FieldInfo)operand!));
                return;
            case "ldsflda":
                var kept = Temporary(TypeFactory.Make(((FieldInfo)operand!).FieldType), addressed: true);
                block.Statements.Add(new AssignStatement(kept, StaticFields.Read((FieldInfo)operand)));
                Push(new AddressExpression(kept));
                return;
            case "ldobj":
                Push(LoadObject(TypeFactory.Make((Type)operand!), PopPointer()));
                return;
            case "stobj":
                var value = Pop();
                StoreObject(TypeFactory.Make((Type)operand!), PopPointer(), value);
                return;
            case "cpobj":
                var type = TypeFactory.Make((Type)operand!);
                var source = LoadObject(type, PopPointer());
                StoreObject(type, PopPointer(), source);
                return;
            case "initobj":
                var target = TypeFactory.Make((Type)operand!);
                StoreObject(target, PopPointer(), Make.Zero(target));
                return;
            case "sizeof":
                Push(ConstantExpression.Of(Size((Type)operand!)));
                return;
            case "ldtoken" when operand is Type token:
                Push(new TypeExpression(token));
                return;
            case "call" or "callvirt":
                Call((MethodBase)operand!);
                return;
            case "newobj":
                NewObject((ConstructorInfo)operand!);
                return;
        }

        if (name.StartsWith("ldc.i4.", StringComparison.Ordinal))
            Push(ConstantExpression.Of(name[^1] - '0'));
        else if (name.StartsWith("ldind.", StringComparison.Ordinal))
            LoadIndirect(Indirect(name[6..]));
        else if (name.StartsWith("stind.", StringComparison.Ordinal))
            StoreIndirect(Indirect(name[6..]));
        else if (instruction.IsBranch)
            Branch(name);
        else if (!TranslateArithmetic(name))
            throw new RefusalException(Reason(name));
    }

    private static string Reason(string name) => name switch
    {
        "ldstr" => "devices have no strings",
        "newarr" or "ldlen" => "arrays live on the host; use an ArrayView, LocalMemory or SharedMemory",
        "throw" or "rethrow" => "devices have no exceptions; return a flag or write to a view instead",
        "box" or "unbox" or "unbox.any" or "castclass" or "isinst" => "a value becomes an object, which devices do not have",
        "ldftn" or "ldvirtftn" or "calli" =>
            "delegates and function pointers do not exist on devices; use a generic method over a struct that implements an interface",
        "localloc" => "stackalloc is not for kernels; use LocalMemory.Allocate",
        "ldnull" => "null is an object, which devices do not have",
        "stsfld" => "a static field is changed; kernels change memory through views only",
        "ldtoken" => "reflection is not for kernels",
        _ when name.StartsWith("ldelem", StringComparison.Ordinal) || name.StartsWith("stelem", StringComparison.Ordinal) =>
            "arrays live on the host; use an ArrayView, LocalMemory or SharedMemory",
        _ when name.Contains(".ovf", StringComparison.Ordinal) => "checked arithmetic throws, which devices cannot",
        _ => "devices have nothing like it",
    };

    private static int Size(Type type) => type.IsEnum ? Size(Enum.GetUnderlyingType(type)) : FieldOffsets.Of(type).Size;

    private static ScalarType Indirect(string suffix) => suffix switch
    {
        "i1" => ScalarType.I8,
        "u1" => ScalarType.U8,
        "i2" => ScalarType.I16,
        "u2" => ScalarType.U16,
        "i4" => ScalarType.I32,
        "u4" => ScalarType.U32,
        "i8" or "i" => ScalarType.I64,
        "r4" => ScalarType.F32,
        "r8" => ScalarType.F64,
        _ => throw new RefusalException("a reference to an object is followed, which devices do not have"),
    };

    private void Return()
    {
        Expression? value = null;
        if (body.ReturnType is not VoidType)
        {
            value = Pop();
            KernelType.Unify(body.ReturnType, value.Type);
            value = Make.Coerce(body.ReturnType, value);
        }

        End(new ReturnExit(value));
    }

    private void LoadField(FieldInfo field)
    {
        var target = Pop();
        if (target.Type is PointerType)
        {
            var address = FieldAddress(field, target);
            Push(Make.Load(address, ((PointerType)address.Type).Target));
        }
        else
        {
            Push(Make.Promote(Make.Field(target, FieldIndex(field, target.Type))));
        }
    }

    private static Expression FieldAddress(FieldInfo field, Expression pointer)
    {
        if (((PointerType)pointer.Type).Target is not StructType)
            pointer = Make.Reinterpret(pointer, TypeFactory.Make(field.DeclaringType!));
        return new FieldAddressExpression(pointer, FieldIndex(field, ((PointerType)pointer.Type).Target));
    }

    private static int FieldIndex(FieldInfo field, KernelType type)
    {
        var index = type is StructType made ? Array.FindIndex(made.Fields, candidate => candidate.Field.Name == field.Name) : -1;
        return index >= 0 ? index : throw new RefusalException($"field {field.Name} is not part of {TypeNames.Of(type.Clr)}");
    }

    private static Expression LoadObject(KernelType type, Expression pointer)
    {
        var known = ((PointerType)pointer.Type).Target;
        return Make.Same(known, type) ? Make.Load(pointer, known) : Make.Load(Make.Reinterpret(pointer, type), type);
    }

    private void StoreObject(KernelType type, Expression pointer, Expression value)
    {
        var known = ((PointerType)pointer.Type).Target;
        if (Make.Same(known, type))
            Store(pointer, known, value);
        else
            Store(Make.Reinterpret(pointer, type), type, value);
    }

    private void LoadIndirect(ScalarType type)
    {
        var pointer = PopPointer();
        if (((PointerType)pointer.Type).Target is ScalarType known && known.Size == type.Size && known.IsFloat == type.IsFloat)
            Push(Make.Convert(type, !type.IsSigned, Make.Load(pointer, known)));
        else
            Push(Make.Load(Make.Reinterpret(pointer, type), type));
    }

    private void StoreIndirect(ScalarType type)
    {
        var value = Pop();
        var pointer = PopPointer();
        if (((PointerType)pointer.Type).Target is ScalarType known && known.Size == type.Size && known.IsFloat == type.IsFloat)
            Store(pointer, known, value);
        else
            Store(Make.Reinterpret(pointer, type), type, value);
    }

    private void Branch(string name)
    {
        if (name.EndsWith(".s", StringComparison.Ordinal))
            name = name[..^2];
        if (name == "switch")
        {
            Switch();
            return;
        }

        if (name is "br")
        {
            End(new JumpExit(Enter((int)instruction.Operand!)));
            return;
        }

        if (name is "leave")
            throw new RefusalException("it leaves a try block, which devices do not have");
        Expression condition;
        if (name is "brtrue" or "brfalse")
        {
            var value = Pop();
            if (value.Type is not ScalarType scalar)
                throw new RefusalException("a reference is tested for null, which devices do not have");
            condition = value is CompareExpression && name is "brtrue"
                ? value
                : Comparison(name is "brtrue" ? "bne" : "beq", value, Make.Zero(scalar));
        }
        else
        {
            var right = Pop();
            condition = Comparison(name, Pop(), right);
        }

        if (condition is ConstantExpression constant)
        {
            End(new JumpExit(Enter(Convert.ToInt64(constant.Value) != 0 ? (int)instruction.Operand! : instruction.Next)));
            return;
        }

        if (stack.Count > 0 && !condition.IsTrivial)
            condition = Keep(condition);
        var target = Enter((int)instruction.Operand!);
        End(new BranchExit(condition, target, Enter(instruction.Next)));
    }

    private void Switch()
    {
        var value = Pop();
        var targets = (int[])instruction.Operand!;
        if (value is ConstantExpression { Value: int constant })
        {
            End(new JumpExit(Enter((uint)constant < (uint)targets.Length ? targets[constant] : instruction.Next)));
            return;
        }

        if (stack.Count > 0 && !value.IsTrivial)
            value = Keep(value);
        End(new SwitchExit(value, [.. targets.Select(Enter)], Enter(instruction.Next)));
    }
}
