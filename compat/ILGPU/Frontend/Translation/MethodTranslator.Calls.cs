using System.Reflection;
using ILGPU.Frontend.Intrinsics;
using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;

namespace ILGPU.Frontend.Translation;

/// <content>Calls and constructors.</content>
internal sealed partial class MethodTranslator
{
    private const int LargestInlined = 24;

    private void Call(MethodBase called)
    {
        var constraint = constrained;
        constrained = null;
        var count = called.GetParameters().Length + (called.IsStatic ? 0 : 1);
        var arguments = new Expression[count];
        for (var i = count - 1; i >= 0; i--)
            arguments[i] = Pop();
        called = InterfaceCalls.Resolve(called, constraint);
        var result = CallResolved(called, arguments);
        if (result is null)
            return;
        if (result.Type is VoidType)
        {
            if (result.Effects.HasFlag(Effects.Writes))
            {
                SpillReads();
                block.Statements.Add(new EvaluateStatement(result));
            }
        }
        else
        {
            Push(Make.Promote(result));
        }
    }

    private Expression? CallResolved(MethodBase called, Expression[] arguments)
    {
        if (IntrinsicTable.Find(called) is { } intrinsic)
            return intrinsic(
                new IntrinsicCall(
                    called, arguments, Keep, () => new CheckedSite(TypeNames.Of(method), IL.DebugNames.Line(method, instruction.Offset)),
                    program.IsChecked, body));
        Check(called);
        var callee = program.Body(called);
        body.IsCooperative |= callee.IsCooperative;
        body.UsesThreadIndex |= callee.UsesThreadIndex;
        body.UsesLocalMemory |= callee.UsesLocalMemory;
        var spaces = new Dictionary<Space, Space>();
        KernelType Map(KernelType type) => type.Map(space => Instantiate(spaces, space));
        for (var i = 0; i < arguments.Length; i++)
        {
            var type = Map(callee.Parameters[i].Type);
            if (type is PointerType pointer && arguments[i].Type is PointerType)
                arguments[i] = Make.Reinterpret(arguments[i], pointer.Target);
            KernelType.Unify(type, arguments[i].Type);
            arguments[i] = Make.Coerce(type, arguments[i]);
        }

        if (callee.Result is { } result && !result.Effects.HasFlag(Effects.Writes) && result.Weight <= LargestInlined
            && !callee.Parameters.Any(p => p.IsAssigned || p.IsAddressed))
            return Make.Substitute(result, Bind(callee, arguments, result), Map);
        if (called is ConstructorInfo && Construction(callee) is { } fields && arguments[0] is AddressExpression or FieldAddressExpression)
        {
            var made = (StructType)((PointerType)callee.Parameters[0].Type).Target;
            Store(arguments[0], ((PointerType)arguments[0].Type).Target, Construct(callee, made, fields, arguments, Map));
            return null;
        }

        return new CallExpression(callee, Map(callee.ReturnType), arguments, spaces, callee.Effects);
    }

    private void NewObject(ConstructorInfo constructor)
    {
        var type = constructor.DeclaringType!;
        if (!type.IsValueType)
            throw new RefusalException($"an object of class {TypeNames.Of(type)} is made, which devices cannot");
        var parameters = constructor.GetParameters();
        var arguments = new Expression[parameters.Length + 1];
        for (var i = parameters.Length; i >= 1; i--)
            arguments[i] = Pop();
        if (IntrinsicTable.Find(constructor) is { } intrinsic)
        {
            Push(intrinsic(new IntrinsicCall(constructor, arguments[1..], Keep, () => null, program.IsChecked, body))!);
            return;
        }

        Check(constructor);
        var callee = program.Body(constructor);
        if (Construction(callee) is { } fields)
        {
            var spaces = new Dictionary<Space, Space>();
            KernelType Map(KernelType t) => t.Map(space => Instantiate(spaces, space));
            var made = (StructType)((PointerType)callee.Parameters[0].Type).Target;
            for (var i = 1; i < arguments.Length; i++)
            {
                var parameter = Map(callee.Parameters[i].Type);
                KernelType.Unify(parameter, arguments[i].Type);
                arguments[i] = Make.Coerce(parameter, arguments[i]);
            }

            Push(Construct(callee, made, fields, arguments, Map));
            return;
        }

        var instance = Temporary(TypeFactory.Make(type), addressed: true);
        block.Statements.Add(new AssignStatement(instance, Make.Zero(instance.Type)));
        arguments[0] = new AddressExpression(instance);
        if (CallResolved(constructor, arguments) is { } call)
        {
            SpillReads();
            block.Statements.Add(new EvaluateStatement(call));
        }

        stack.Add(new VariableExpression(instance));
    }

    private static Space Instantiate(Dictionary<Space, Space> spaces, Space space)
    {
        var root = space.Root;
        if (!spaces.TryGetValue(root, out var fresh))
            spaces[root] = fresh = root.Value is { } known ? new(known) : new();
        return fresh;
    }

    /// <summary>Arguments by parameter; one that is used twice and is not trivial goes through a temporary.</summary>
    private Dictionary<Variable, Expression> Bind(FunctionBody callee, Expression[] arguments, params ReadOnlySpan<Expression> uses)
    {
        var values = new Dictionary<Variable, Expression>();
        for (var i = 0; i < arguments.Length; i++)
        {
            var count = 0;
            foreach (var use in uses)
                count += use.Count(callee.Parameters[i]);
            if (count > 1 && !arguments[i].IsTrivial)
                arguments[i] = Keep(arguments[i]);
            values[callee.Parameters[i]] = arguments[i];
        }

        return values;
    }

    /// <summary>The value of each field when a constructor does nothing but set fields, otherwise null.</summary>
    private static Expression?[]? Construction(FunctionBody constructor)
    {
        if (constructor.Method is not ConstructorInfo || constructor.Blocks is not [{ Exit: ReturnExit } only]
            || constructor.Parameters.Any(p => p.IsAssigned || p.IsAddressed))
            return null;
        var self = constructor.Parameters[0];
        if (((PointerType)self.Type).Target is not StructType { InlineLength: 0 } made)
            return null;
        var fields = new Expression?[made.Fields.Length];
        foreach (var statement in only.Statements)
        {
            if (statement is not StoreStatement { Pointer: FieldAddressExpression { Children: [VariableExpression target] } field } store
                || target.Variable != self || !IsPure(store.Value) || store.Value.Mentions(self) || store.Value.Weight > LargestInlined)
            {
                return null;
            }

            fields[field.Index] = store.Value;
        }

        return fields;
    }

    private static bool IsPure(Expression value) =>
        value is not (LoadExpression or CallExpression or BuiltinExpression { Effects: not Effects.None }) && value.Children.All(IsPure);

    private Expression Construct(
        FunctionBody constructor, StructType made, Expression?[] fields, Expression[] arguments, Func<KernelType, KernelType> map)
    {
        var values = new Dictionary<Variable, Expression>();
        for (var i = 1; i < arguments.Length; i++)
        {
            var parameter = constructor.Parameters[i];
            if (fields.Sum(field => field?.Count(parameter) ?? 0) > 1 && !arguments[i].IsTrivial)
                arguments[i] = Keep(arguments[i]);
            values[parameter] = arguments[i];
        }

        var type = (StructType)map(made);
        return new StructExpression(
            type, [.. fields.Select((field, i) => field is null ? Make.Zero(type.Fields[i].Type) : Make.Substitute(field, values, map))]);
    }

    private static void Check(MethodBase called)
    {
        var type = called.DeclaringType;
        if (called is MethodInfo { IsVirtual: true, IsStatic: false } && type is { IsValueType: false })
            throw new RefusalException(
                $"{TypeNames.Of(called)} is called through an object or interface; use a type parameter constrained to struct and the "
                + "interface");
        if (!called.IsStatic && type is { IsValueType: false })
            throw new RefusalException($"{TypeNames.Of(called)} belongs to an object of a class, which devices do not have");
        if (called.IsAbstract)
            throw new RefusalException($"{TypeNames.Of(called)} is abstract; call it through a type parameter");
        if (called.ContainsGenericParameters)
            throw new RefusalException($"{TypeNames.Of(called)} has open type parameters");
        if (called is MethodInfo { ReturnType: var returned } && returned == typeof(string))
            throw new RefusalException($"{TypeNames.Of(called)} returns a string, which devices do not have");
    }
}
