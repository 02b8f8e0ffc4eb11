using System.Globalization;
using ILGPU.Frontend;
using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;

namespace ILGPU.Backends.C;

/// <content>Expressions. Integer arithmetic is written unsigned, because C leaves signed overflow undefined and C# wraps.</content>
internal sealed partial class FunctionWriter
{
    /// <summary>The expression as a C value of its type, in parentheses where it needs them.</summary>
    public string Text(Expression expression)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return Constant(constant.Value);
            case VariableExpression variable:
                return names[variable.Variable];
            case AddressExpression or FieldAddressExpression:
                return $"(&{Place(expression)})";
            case LoadExpression load:
                return Place(load.Pointer);
            case FieldExpression field:
                return $"{Text(field.Children[0])}.{field.Field.Name}";
            case ElementExpression element:
                return $"({Text(element.View)}.data + {Index(element)})";
            case OffsetExpression { InBytes: true } offset:
                var type = TypeName(offset.Type);
                return $"(({type})(({Dialect.Qualifier(resolve(((PointerType)offset.Type).Space))}byte*){Text(offset.Children[0])} + "
                    + $"{Text(offset.Children[1])}))";
            case OffsetExpression offset:
                return $"({Text(offset.Children[0])} + {Text(offset.Children[1])})";
            case ReinterpretExpression reinterpret:
                return $"(({TypeName(reinterpret.Type)}){Text(reinterpret.Children[0])})";
            case BinaryExpression binary:
                return Binary(binary);
            case UnaryExpression unary:
                return unary.Symbol == "~" || ((ScalarType)unary.Type).IsFloat
                    ? $"({unary.Symbol}{Text(unary.Children[0])})"
                    : $"({CNames.Scalar((ScalarType)unary.Type)}){Unsigned(unary)}";
            case CompareExpression compare:
                return compare.IsUnsigned && compare.Children[0].Type is ScalarType { IsFloat: false }
                    ? $"({Unsigned(compare.Children[0])} {compare.Symbol} {Unsigned(compare.Children[1])})"
                    : $"({Text(compare.Children[0])} {compare.Symbol} {Text(compare.Children[1])})";
            case ConvertExpression convert:
                return Conversion(convert);
            case StructExpression made:
                return StructLiteral(made);
            case ZeroExpression zero:
                return zero.Type is PointerType ? $"(({TypeName(zero.Type)})0)" : Dialect.ZeroLiteral(TypeName(zero.Type));
            case BuiltinExpression { Name: "view" } view:
                return Dialect.StructLiteral(TypeName(view.Type), string.Join(", ", view.Children.Select(Text).Select(Bare)));
            case BuiltinExpression { Name: "view_data" } view:
                return $"{Text(view.Children[0])}.data";
            case BuiltinExpression { Name: "view_length" } view:
                return $"{Text(view.Children[0])}.length";
            case BuiltinExpression builtin:
                return Dialect.Builtin(this, builtin, [.. builtin.Children.Select(Text).Select(Bare)]);
            case CallExpression call:
                return Call(call);
            case TypeExpression type1:
                throw new RefusalException(
                    $"typeof({TypeNames.Of(type1.Value)}) is used for more than a comparison, and reflection is not for kernels");
            default:
                throw new InvalidOperationException(expression.ToString());
        }
    }

    /// <summary>The same value as an unsigned C integer of the same size.</summary>
    public string Unsigned(Expression expression)
    {
        var type = (ScalarType)expression.Type;
        switch (expression)
        {
            case ConstantExpression { Value: int value }:
                return $"{(uint)value}u";
            case ConstantExpression { Value: long value }:
                return $"{(ulong)value}u{Dialect.LongSuffix}";
            case BinaryExpression { Symbol: "+" or "-" or "*" or "&" or "|" or "^" } binary:
                return $"({Unsigned(binary.Children[0])} {binary.Symbol} {Unsigned(binary.Children[1])})";
            case BinaryExpression { Symbol: "<<" } shift:
                return $"({Unsigned(shift.Children[0])} << {Text(shift.Children[1])})";
            case BinaryExpression { Symbol: ">>", IsUnsigned: true } shift:
                return $"({Unsigned(shift.Children[0])} >> {Text(shift.Children[1])})";
            case BinaryExpression { IsUnsigned: true } division:
                return $"({Unsigned(division.Children[0])} {division.Symbol} {Unsigned(division.Children[1])})";
            case UnaryExpression { Symbol: "-" } negation:
                return $"(0u - {Unsigned(negation.Children[0])})";
            case ConvertExpression convert when convert.Children[0].Type == type.Unsigned && convert.Target == type:
                return Text(convert.Children[0]);
            default:
                return $"({CNames.Scalar(type.Unsigned)}){Text(expression)}";
        }
    }

    /// <summary>Without parentheses around the whole.</summary>
    internal static string Bare(string text)
    {
        if (text.Length < 2 || text[0] != '(' || text[^1] != ')')
            return text;
        var depth = 0;
        for (var i = 0; i < text.Length - 1; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0)
                return text;
        }

        return text[1..^1];
    }

    /// <summary>What a pointer points to, as something that can be read and assigned.</summary>
    private string Place(Expression pointer)
    {
        switch (pointer)
        {
            case AddressExpression address:
                return names[address.Variable];
            case FieldAddressExpression field:
                var owner = field.Children[0];
                var path = owner is VariableExpression or CallExpression or ReinterpretExpression
                    ? $"{Text(owner)}->{field.Field.Name}"
                    : $"{Place(owner)}.{field.Field.Name}";
                return field.Struct.InlineLength > 0 ? path + "[0]" : path;
            case ElementExpression element:
                return $"{Text(element.View)}.data[{Bare(Index(element))}]";
            case OffsetExpression { InBytes: false } offset:
                return $"{Text(offset.Children[0])}[{Bare(Text(offset.Children[1]))}]";
            default:
                return $"(*{Text(pointer)})";
        }
    }

    private string Index(ElementExpression element)
    {
        if (element.Site is not { } site)
            return Text(element.Index);
        site.View = Text(element.View);
        program.Sites.Add(site);
        return $"{Helper("check_index")}({Bare(Text(element.Index))}, {Text(element.View)}.length, {program.Sites.Count}, "
            + $"{HiddenName(HiddenKind.Fault)})";
    }

    private string Binary(BinaryExpression binary)
    {
        var type = (ScalarType)binary.Type;
        if (type.IsFloat || binary.Symbol is "&" or "|" or "^" || (!binary.IsUnsigned && binary.Symbol is ">>" or "/" or "%"))
            return $"({Text(binary.Children[0])} {binary.Symbol} {Text(binary.Children[1])})";
        return $"({CNames.Scalar(type)}){Unsigned(binary)}";
    }

    private string Conversion(ConvertExpression convert)
    {
        var operand = convert.Children[0];
        var from = (ScalarType)operand.Type;
        var shown = convert.Target.Size < 4 || convert.Target.IsFloat ? convert.Target : convert.Target.OnStack;
        var unsigned = convert.FromUnsigned && !from.IsFloat && from == from.OnStack
            && (convert.Target.IsFloat || convert.Target.Size > from.Size);
        return $"({CNames.Scalar(shown)}){(unsigned ? Unsigned(operand) : Text(operand))}";
    }

    private string StructLiteral(StructExpression made)
    {
        var type = (StructType)made.Type;
        if (type.Fields.Length == 0)
            return Dialect.ZeroLiteral(TypeName(type));
        var padding = type.Spaces.Any() ? new int[type.Fields.Length + 1] : StructLayout.Padding(type);
        var parts = new List<string>();
        for (var i = 0; i < type.Fields.Length; i++)
        {
            if (padding[i] > 0)
                parts.Add("{ 0 }");
            var value = made.Children[i];
            var cast = type.Fields[i].Type is ScalarType scalar && value.Type != scalar ? $"({CNames.Scalar(scalar)})" : string.Empty;
            parts.Add(cast.Length > 0 ? cast + Text(value) : Bare(Text(value)));
        }

        return Dialect.StructLiteral(TypeName(type), string.Join(", ", parts));
    }

    private string Call(CallExpression call)
    {
        var callee = program.Function(call.Function, space =>
            call.CalleeSpaces.TryGetValue(space.Root, out var own) ? resolve(own) : space.Value ?? AddressSpace.Private);
        var arguments = call.Children.Select(Text).Select(Bare).ToList();
        foreach (var hidden in callee.Hidden)
        {
            arguments.Add(hidden.Kind == HiddenKind.Allocation
                ? AddAllocation(
                    hidden.Allocation!, hidden.Element!, hidden.Name.Replace("_memory", string.Empty, StringComparison.Ordinal))
                : HiddenName(hidden.Kind));
        }

        return $"{callee.Name}({string.Join(", ", arguments)})";
    }

    private string Constant(object value) => value switch
    {
        int.MinValue => "(-2147483647 - 1)",
        int number => number < 0 ? $"({number})" : $"{number}",
        long.MinValue => $"(-9223372036854775807{Dialect.LongSuffix} - 1)",
        long number => number < 0 ? $"({number}{Dialect.LongSuffix})" : $"{number}{Dialect.LongSuffix}",
        float number => Float(number),
        double number => Double(number),
        _ => throw new InvalidOperationException($"{value}"),
    };

    private string Float(float value)
    {
        if (!float.IsFinite(value))
            return Dialect.Builtin(
                this, new BuiltinExpression("bits_float", ScalarType.F32, [ConstantExpression.Of(0)]),
                [Constant(BitConverter.SingleToInt32Bits(value))]);
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        text = text.Contains('.', StringComparison.Ordinal) || text.Contains('E', StringComparison.Ordinal) ? text + "f" : text + ".0f";
        return float.IsNegative(value) ? $"({text})" : text;
    }

    private string Double(double value)
    {
        if (!double.IsFinite(value))
            return Dialect.Builtin(
                this, new BuiltinExpression("bits_double", ScalarType.F64, [ConstantExpression.Of(0L)]),
                [Constant(BitConverter.DoubleToInt64Bits(value))]);
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        text = text.Contains('.', StringComparison.Ordinal) || text.Contains('E', StringComparison.Ordinal) ? text : text + ".0";
        return double.IsNegative(value) ? $"({text})" : text;
    }
}
