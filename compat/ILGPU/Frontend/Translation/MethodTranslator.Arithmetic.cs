using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;

namespace ILGPU.Frontend.Translation;

/// <content>Arithmetic, comparisons and conversions.</content>
internal sealed partial class MethodTranslator
{
    private bool TranslateArithmetic(string name)
    {
        switch (name)
        {
            case "add" or "sub" or "mul" or "div" or "div.un" or "rem" or "rem.un" or "and" or "or" or "xor":
                var right = Pop();
                Push(Binary(name, Pop(), right));
                return true;
            case "shl" or "shr" or "shr.un":
                var count = Pop();
                Push(Shift(name, Pop(), count));
                return true;
            case "neg":
                var negated = Pop();
                RequireNumber(negated);
                Push(
                    negated is ConstantExpression { Value: int or long }
                        ? Make.Binary("-", false, Make.Zero(negated.Type), negated)
                        : new UnaryExpression("-", negated));
                return true;
            case "not":
                var inverted = Pop();
                RequireNumber(inverted);
                Push(new UnaryExpression("~", inverted));
                return true;
            case "ceq" or "cgt" or "cgt.un" or "clt" or "clt.un":
                var second = Pop();
                Push(Comparison(name, Pop(), second));
                return true;
        }

        if (!name.StartsWith("conv.", StringComparison.Ordinal) || name.Contains(".ovf", StringComparison.Ordinal))
            return false;
        Push(Conversion(name[5..], Pop()));
        return true;
    }

    private static void RequireNumber(Expression value)
    {
        if (value.Type is not ScalarType)
            throw new RefusalException("a number was expected, but this is a reference or a struct");
    }

    /// <summary>Makes the operands' types equal: a native integer beside an int, a float beside a double.</summary>
    private static void Balance(ref Expression left, ref Expression right)
    {
        RequireNumber(left);
        RequireNumber(right);
        if (left.Type == right.Type)
            return;
        var wider = ((ScalarType)left.Type).Size >= ((ScalarType)right.Type).Size ? (ScalarType)left.Type : (ScalarType)right.Type;
        left = Make.Convert(wider, false, left);
        right = Make.Convert(wider, false, right);
        if (left.Type != right.Type)
            throw new RefusalException("an integer and a float meet in one operation");
    }

    private static Expression Binary(string name, Expression left, Expression right)
    {
        if (left.Type is PointerType && right.Type is ScalarType && name is "add" or "sub")
            return PointerOffset(left, name == "add" ? right : new UnaryExpression("-", right));
        if (right.Type is PointerType && left.Type is ScalarType && name == "add")
            return PointerOffset(right, left);
        Balance(ref left, ref right);
        var unsigned = name.EndsWith(".un", StringComparison.Ordinal);
        var type = (ScalarType)left.Type;
        var symbol = name.Replace(".un", string.Empty, StringComparison.Ordinal) switch
        {
            "add" => "+",
            "sub" => "-",
            "mul" => "*",
            "div" => "/",
            "rem" => "%",
            "and" => "&",
            "or" => "|",
            _ => "^",
        };
        if (type.IsFloat && symbol == "%")
            return new BuiltinExpression("fmod", type, [left, right]);
        if (!type.IsFloat && symbol is "/" or "%")
            return Division(symbol, unsigned, type, left, right);
        return Make.Binary(symbol, unsigned, left, right);
    }

    /// <summary>A division that C does not leave undefined: x/0 is 0 on devices, where C# throws; MinValue/-1 wraps.</summary>
    private static Expression Division(string symbol, bool unsigned, ScalarType type, Expression left, Expression right)
    {
        if (right is ConstantExpression { Value: not (0 or -1 or 0L or -1L) })
            return Make.Binary(symbol, unsigned, left, right);
        var helper = (symbol == "/" ? "div_" : "rem_") + (type == ScalarType.I32 ? "int" : "int64");
        return new BuiltinExpression(unsigned ? helper.Replace("int", "uint", StringComparison.Ordinal) : helper, type, [left, right]);
    }

    private static Expression PointerOffset(Expression pointer, Expression bytes)
    {
        var size = StructLayout.Size(((PointerType)pointer.Type).Target);
        return bytes is ConstantExpression { Value: var value } && System.Convert.ToInt64(value) % size == 0
            ? new OffsetExpression(pointer, ConstantExpression.Of(System.Convert.ToInt64(value) / size), inBytes: false)
            : new OffsetExpression(pointer, bytes, inBytes: true);
    }

    private static Expression Shift(string name, Expression value, Expression count)
    {
        RequireNumber(value);
        RequireNumber(count);
        var bits = ((ScalarType)value.Type).Size * 8;
        count = count is ConstantExpression constant
            ? ConstantExpression.Of((int)(System.Convert.ToInt64(constant.Value) & (bits - 1)))
            : count is BinaryExpression { Symbol: "&" } masked && masked.Children[1] is ConstantExpression { Value: int mask }
                && mask == bits - 1
                ? count
                : Make.Binary("&", false, Make.Convert(ScalarType.I32, false, count), ConstantExpression.Of(bits - 1));
        return Make.Binary(name == "shl" ? "<<" : ">>", name == "shr.un", value, count);
    }

    private static Expression Comparison(string name, Expression left, Expression right)
    {
        var unsigned = name.EndsWith(".un", StringComparison.Ordinal);
        var symbol = name.Replace(".un", string.Empty, StringComparison.Ordinal) switch
        {
            "ceq" or "beq" => "==",
            "bne" => "!=",
            "cgt" or "bgt" => ">",
            "clt" or "blt" => "<",
            "bge" => ">=",
            _ => "<=",
        };
        if (left.Type is PointerType && right.Type is PointerType)
            return new CompareExpression(symbol, unsigned, left, right);
        Balance(ref left, ref right);
        if (((ScalarType)left.Type).IsFloat)
        {
            // The unordered comparisons are the opposites of the ordered ones that C has.
            var inverse = symbol switch { ">" => "<=", "<" => ">=", ">=" => "<", "<=" => ">", _ => null };
            if (unsigned && inverse is not null)
                return new CompareExpression("==", false, new CompareExpression(inverse, false, left, right), ConstantExpression.Of(0));
            return new CompareExpression(symbol, false, left, right);
        }

        if (symbol is "==" or "!=")
            unsigned = false;
        if (symbol is "==" && right is ConstantExpression { Value: 0 } && left is CompareExpression inner && Negate(inner) is { } negated)
            return negated;
        if (symbol is ">" && unsigned && right is ConstantExpression { Value: 0 or 0L })
            return Make.Compare("!=", false, left, right);
        return Make.Compare(symbol, unsigned, left, right);
    }

    private static CompareExpression? Negate(CompareExpression value)
    {
        var isFloat = value.Children[0].Type is ScalarType { IsFloat: true };
        var symbol = value.Symbol switch { "==" => "!=", "!=" => "==", "<" => ">=", ">" => "<=", "<=" => ">", _ => "<" };
        return isFloat && value.Symbol is not ("==" or "!=")
            ? null
            : new CompareExpression(symbol, value.IsUnsigned, value.Children[0], value.Children[1]);
    }

    private static Expression Conversion(string name, Expression value)
    {
        if (value.Type is PointerType)
        {
            return name is "u" or "i" or "u8" or "i8"
                ? value
                : throw new RefusalException("an address becomes a number, which devices do not allow");
        }

        RequireNumber(value);
        var from = (ScalarType)value.Type;
        var (target, fromUnsigned) = name switch
        {
            "i1" => (ScalarType.I8, false),
            "u1" => (ScalarType.U8, false),
            "i2" => (ScalarType.I16, false),
            "u2" => (ScalarType.U16, false),
            "i4" => (ScalarType.I32, false),
            "u4" => (ScalarType.U32, false),
            "i8" or "i" => (ScalarType.I64, false),
            "u8" or "u" => (ScalarType.U64, true),
            "r4" => (ScalarType.F32, false),
            "r8" => (ScalarType.F64, false),
            "r.un" => (ScalarType.F64, true),
            _ => throw new RefusalException("devices have nothing like it"),
        };
        if (!from.IsFloat)
            return Make.Convert(target, fromUnsigned, value);
        if (target.IsFloat)
        {
            // Compilers write conv.r.un, conv.r4 for the cast of an unsigned number to float, which rounds once.
            return target == ScalarType.F32 && value is ConvertExpression { Target: var middle, FromUnsigned: true } outer
                && middle == ScalarType.F64
                && outer.Children[0].Type is ScalarType { IsFloat: false }
                ? Make.Convert(target, true, outer.Children[0])
                : Make.Convert(target, false, value);
        }

        // C# saturates a float that does not fit and makes NaN zero; C leaves both undefined.
        var whole = target.Size == 8 ? target : target == ScalarType.U32 ? ScalarType.U32 : ScalarType.I32;
        var source = from == ScalarType.F32 ? "float" : "double";
        var saturated = new BuiltinExpression($"{source}_to_{CNames.Scalar(whole)}", whole.OnStack, [value]);
        return target.Size < 4 ? Make.Convert(target, false, saturated) : saturated;
    }
}
