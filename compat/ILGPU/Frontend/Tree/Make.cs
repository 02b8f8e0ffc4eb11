using ILGPU.Frontend.Types;

namespace ILGPU.Frontend.Tree;

/// <summary>Makes expressions, simpler ones where that is possible.</summary>
internal static class Make
{
    public static Expression Load(Expression pointer, KernelType type) => pointer switch
    {
        AddressExpression address when Same(address.Variable.Type, type) => Promote(new VariableExpression(address.Variable)),
        FieldAddressExpression field when Same(field.Field.Type, type) && field.Struct.InlineLength == 0 && IsValue(field.Children[0]) =>
            Promote(Field(Load(field.Children[0], field.Struct), field.Index)),
        _ => Promote(new LoadExpression(pointer, type)),
    };

    public static Expression Field(Expression target, int index) => target switch
    {
        StructExpression made => Coerce(((StructType)made.Type).Fields[index].Type, made.Children[index]),
        ZeroExpression zero => Zero(((StructType)zero.Type).Fields[index].Type),
        _ => new FieldExpression(target, index),
    };

    /// <summary>Values narrower than the evaluation stack's are widened when read.</summary>
    public static Expression Promote(Expression value) =>
        value.Type is ScalarType scalar && scalar.OnStack != scalar
            ? new ConvertExpression(scalar.OnStack, !scalar.IsSigned, value)
            : value;

    /// <summary>A stack value as it is kept in a variable or field of a type: read back, it gives what it would from there.</summary>
    public static Expression Coerce(KernelType type, Expression value)
    {
        if (type is not ScalarType scalar || value.Type == scalar)
            return value;
        return scalar.Size < 4 || scalar.IsFloat || value.Type is ScalarType { IsFloat: true }
            || ((ScalarType)value.Type).Size != scalar.Size ? Convert(scalar, false, value) : value;
    }

    public static Expression Zero(KernelType type) => type is ScalarType scalar
        ? new ConstantExpression(scalar.OnStack, ZeroOf(scalar))
        : new ZeroExpression(type);

    private static object ZeroOf(ScalarType type)
    {
        if (type == ScalarType.F32)
            return 0f;
        if (type == ScalarType.F64)
            return 0d;
        return type.Size == 8 ? 0L : (object)0;
    }

    public static Expression Reinterpret(Expression pointer, KernelType target)
    {
        if (pointer.Type is PointerType known && Same(known.Target, target))
            return pointer;
        if (pointer is ReinterpretExpression inner)
            return Reinterpret(inner.Children[0], target);
        var from = (PointerType)pointer.Type;
        if (target.Spaces.Any())
            throw new RefusalException($"a reference is turned into one to {TypeNames.Of(target.Clr)}, which holds references itself");
        return new ReinterpretExpression(pointer, new PointerType(from.Space, target));
    }

    public static Expression Binary(string symbol, bool unsigned, Expression left, Expression right)
    {
        if (left is ConstantExpression a && right is ConstantExpression b && Fold.Binary(symbol, unsigned, a.Value, b.Value) is { } folded)
            return new ConstantExpression((ScalarType)left.Type, folded);
        if (symbol == "*" && right is ConstantExpression { Value: 1 or 1L })
            return left;
        if (symbol is "+" or "-" && right is ConstantExpression { Value: 0 or 0L })
            return left;
        return new BinaryExpression(symbol, unsigned, left, right);
    }

    public static Expression Compare(string symbol, bool unsigned, Expression left, Expression right)
    {
        if (left is ConstantExpression a && right is ConstantExpression b && Fold.Compare(symbol, unsigned, a.Value, b.Value) is { } folded)
            return ConstantExpression.Of(folded ? 1 : 0);
        return new CompareExpression(symbol, unsigned, left, right);
    }

    public static Expression Convert(ScalarType target, bool fromUnsigned, Expression operand)
    {
        if (operand.Type == target)
            return operand;
        if (operand is ConstantExpression constant && Fold.Convert(target, fromUnsigned, constant.Value) is { } folded)
            return new ConstantExpression(target.OnStack, folded);
        return target.Size == ((ScalarType)operand.Type).Size && !target.IsFloat && !((ScalarType)operand.Type).IsFloat
            && target.OnStack == operand.Type
            ? operand
            : new ConvertExpression(target, fromUnsigned, operand);
    }

    public static bool Same(KernelType first, KernelType second) =>
        first == second || (first.Clr == second.Clr && first is not ScalarType)
            || (first is ScalarType a && second is ScalarType b && a == b);

    /// <summary>The same expression with variables replaced and types mapped.</summary>
    public static Expression Substitute(Expression expression, Dictionary<Variable, Expression> values, Func<KernelType, KernelType> map)
    {
        if (expression is VariableExpression variable && values.TryGetValue(variable.Variable, out var value))
            return value;
        if (expression.Children.Length == 0)
            return expression.With([], map);
        var children = new Expression[expression.Children.Length];
        for (var i = 0; i < children.Length; i++)
            children[i] = Substitute(expression.Children[i], values, map);
        return expression.With(children, map);
    }

    /// <summary>True when loading from the pointer reads a variable or a part of one.</summary>
    private static bool IsValue(Expression pointer) =>
        pointer is AddressExpression
            || (pointer is FieldAddressExpression field && field.Struct.InlineLength == 0 && IsValue(field.Children[0]));
}
