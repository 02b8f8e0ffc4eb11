using System.Reflection;
using System.Reflection.Emit;
using ILGPU.Frontend.IL;
using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;

namespace ILGPU.Frontend.Translation;

/// <summary>Turns the IL of one method into expressions and statements by running its evaluation stack on paper.</summary>
/// <remarks>
/// An expression stays on the stack until it is used. Before a statement changes what an expression there depends on, the
/// expression is kept in a temporary. Blocks are translated in the order of the IL; where control meets with values on the
/// stack, they pass in variables.
/// </remarks>
internal sealed partial class MethodTranslator
{
    private readonly ProgramTranslator program;
    private readonly MethodBase method;
    private readonly FunctionBody body;
    private readonly SortedDictionary<int, BasicBlock> blocks;
    private readonly Dictionary<int, CodeBlock> codeBlocks = [];
    private readonly SortedSet<int> pending = [];
    private readonly Dictionary<(int Slot, int Web), Variable> locals = [];
    private readonly Dictionary<int, LocalWebs> webs = [];
    private readonly Dictionary<int, string> localNames;
    private readonly IList<LocalVariableInfo> localSlots;
    private readonly HashSet<int> addressedLocals = [];
    private readonly HashSet<Variable> temporaries = [];
    private List<Expression> stack = [];
    private CodeBlock block = null!;
    private Instruction instruction = null!;
    private Type? constrained;
    private bool ended;

    public MethodTranslator(ProgramTranslator program, MethodBase method)
    {
        this.program = program;
        this.method = method;
        try
        {
            var instructions = ILReader.Read(method);
            blocks = BasicBlock.Split(instructions);
            var methodBody = method.GetMethodBody()!;
            if (methodBody.ExceptionHandlingClauses.Count > 0)
                throw new RefusalException(
                    "it has try, catch, finally, using, lock or foreach over a disposable enumerator, which devices do not");
            localSlots = methodBody.LocalVariables;
            localNames = DebugNames.Locals(method);
            body = new()
            {
                Method = method,
                Parameters = [.. MakeParameters()],
                ReturnType = TypeFactory.Make(method is MethodInfo info ? info.ReturnType : typeof(void)),
            };
            FindAddresses(instructions);
        }
        catch (RefusalException refusal)
        {
            throw program.Refuse(method, null, refusal.Message);
        }
    }

    public FunctionBody Translate()
    {
        Enter(0);
        while (pending.Count > 0)
        {
            var start = pending.Min;
            pending.Remove(start);
            TranslateBlock(blocks[start]);
        }

        foreach (var start in blocks.Keys.Where(codeBlocks.ContainsKey))
            body.Blocks.Add(codeBlocks[start]);
        TemporaryMerger.Run(body, temporaries);
        foreach (var root in body.Roots())
            body.Effects |= root.Effects;
        if (body.Blocks.SelectMany(b => b.Statements).OfType<StoreStatement>().Any(store => !IsOwn(store.Pointer)))
            body.Effects |= Effects.Writes;
        foreach (var variable in body.Parameters.Concat(body.Locals))
            variable.IsAddressed = variable.IsAddressed && body.Addresses(variable);
        return body;
    }

    private static bool IsOwn(Expression pointer) =>
        pointer is AddressExpression || (pointer is FieldAddressExpression field && IsOwn(field.Children[0]));

    private IEnumerable<Variable> MakeParameters()
    {
        if (!method.IsStatic && !program.IsEntry(method))
            yield return new("self", new PointerType(new(), TypeFactory.Make(method.DeclaringType!)));
        foreach (var parameter in method.GetParameters())
            yield return new(TypeNames.Clean(parameter.Name ?? $"p{parameter.Position}"), TypeFactory.Make(parameter.ParameterType));
    }

    private void FindAddresses(List<Instruction> instructions)
    {
        foreach (var item in instructions)
        {
            if (item.OpCode == OpCodes.Ldloca || item.OpCode == OpCodes.Ldloca_S)
                addressedLocals.Add((int)item.Operand!);
            else if (item.OpCode == OpCodes.Ldarga || item.OpCode == OpCodes.Ldarga_S)
                Parameter((int)item.Operand!).IsAddressed = true;
            else if (item.OpCode == OpCodes.Starg || item.OpCode == OpCodes.Starg_S)
                Parameter((int)item.Operand!).IsAssigned = true;
        }
    }

    private Variable Parameter(int index)
    {
        if (!method.IsStatic && program.IsEntry(method))
            index = index == 0 ? throw new RefusalException("a lambda uses the object that it was made in") : index - 1;
        return body.Parameters[index];
    }

    private Variable Local(int slot)
    {
        var type = localSlots[slot].LocalType;
        var web = 0;
        if (!addressedLocals.Contains(slot) && TypeFactory.Make(type).Spaces.Any())
        {
            if (!webs.TryGetValue(slot, out var slotWebs))
                webs[slot] = slotWebs = new(blocks, slot);
            web = slotWebs[instruction.Offset];
        }

        if (!locals.TryGetValue((slot, web), out var local))
        {
            var name = localNames.TryGetValue(slot, out var known) ? TypeNames.Clean(known) : $"v{slot}";
            locals[(slot, web)] =
                local = new(name, TypeFactory.Make(type)) { IsAddressed = addressedLocals.Contains(slot), StartsAtZero = type.IsPrimitive };
            body.Locals.Add(local);
        }

        return local;
    }

    private Variable Temporary(KernelType type, bool addressed = false)
    {
        var temporary = new Variable($"t{temporaries.Count}", type) { IsAddressed = addressed };
        body.Locals.Add(temporary);
        temporaries.Add(temporary);
        return temporary;
    }

    private void TranslateBlock(BasicBlock source)
    {
        block = codeBlocks[source.Start];
        stack = [.. block.Entry!.Select(variable => (Expression)new VariableExpression(variable))];
        ended = false;
        foreach (var item in source.Instructions)
        {
            instruction = item;
            try
            {
                TranslateInstruction();
            }
            catch (RefusalException refusal)
            {
                throw program.Refuse(method, item, refusal.Message);
            }

            if (ended)
                return;
        }

        End(new JumpExit(Enter(source.Last.Next)));
    }

    /// <summary>Passes the stack to a block and makes sure that it will be translated.</summary>
    private CodeBlock Enter(int start)
    {
        if (!codeBlocks.TryGetValue(start, out var target))
        {
            codeBlocks[start] = target = new(start);
            pending.Add(start);
        }

        if (target.Entry is null)
        {
            target.Entry = new Variable[stack.Count];
            for (var i = 0; i < stack.Count; i++)
            {
                target.Entry[i] = new($"s{start:x}_{i}", stack[i].Type);
                body.Locals.Add(target.Entry[i]);
            }
        }

        if (target.Entry.Length != stack.Count)
            throw new RefusalException("control meets here with different values on the evaluation stack");
        for (var i = 0; i < stack.Count; i++)
        {
            KernelType.Unify(target.Entry[i].Type, stack[i].Type);
            var moved = stack[i];
            stack[i] = new ZeroExpression(moved.Type);
            SpillMentions(target.Entry[i]);
            block.Statements.Add(new AssignStatement(target.Entry[i], moved));
            stack[i] = new VariableExpression(target.Entry[i]);
        }

        return target;
    }

    private void End(Exit exit)
    {
        block.Exit = exit;
        ended = true;
    }

    private void Push(Expression value)
    {
        if (!value.Effects.HasFlag(Effects.Writes))
        {
            stack.Add(value);
            return;
        }

        SpillReads();
        var temporary = Temporary(value.Type);
        block.Statements.Add(new AssignStatement(temporary, value));
        stack.Add(new VariableExpression(temporary));
    }

    private Expression Pop()
    {
        if (stack.Count == 0)
            throw new RefusalException("the evaluation stack is empty");
        var top = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    private Expression PopPointer(KernelType? target = null)
    {
        var pointer = Pop();
        if (pointer.Type is not PointerType)
            throw new RefusalException("an address was expected, but this is a number: pointers made of numbers do not exist on devices");
        return target is null ? pointer : Make.Reinterpret(pointer, target);
    }

    private void Assign(Variable variable, Expression value)
    {
        KernelType.Unify(variable.Type, value.Type);
        SpillMentions(variable);
        if (variable.IsAddressed)
            SpillReads();
        block.Statements.Add(new AssignStatement(variable, Make.Coerce(variable.Type, value)));
    }

    private void Store(Expression pointer, KernelType type, Expression value)
    {
        KernelType.Unify(type, value.Type);
        SpillReads();
        block.Statements.Add(new StoreStatement(pointer, type, Make.Coerce(type, value)));
    }

    /// <summary>A statement that may change any memory comes next.</summary>
    private void SpillReads()
    {
        for (var i = 0; i < stack.Count; i++)
        {
            if (stack[i].Effects.HasFlag(Effects.Reads))
                Spill(i);
        }
    }

    private void SpillMentions(Variable variable)
    {
        for (var i = 0; i < stack.Count; i++)
        {
            if (stack[i] is not AddressExpression && stack[i].Mentions(variable))
                Spill(i);
        }
    }

    private void Spill(int index) => stack[index] = Keep(stack[index]);

    /// <summary>Puts a value into a temporary, so that it may be used twice.</summary>
    private Expression Keep(Expression value)
    {
        var temporary = Temporary(value.Type);
        block.Statements.Add(new AssignStatement(temporary, value));
        return new VariableExpression(temporary);
    }
}
