using System.Reflection;
using System.Runtime.CompilerServices;
using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;

namespace ILGPU.Frontend.Translation;

/// <summary>Static fields of kernels are constants: the value that a readonly field has when the kernel is loaded.</summary>
internal static class StaticFields
{
    public static Expression Read(FieldInfo field)
    {
        if (!field.IsInitOnly && !field.IsLiteral)
            throw new RefusalException(
                $"static field {TypeNames.Of(field.DeclaringType!)}.{field.Name} may change; make it readonly or const, or pass it as a "
                + "parameter");
        var type = TypeFactory.Make(field.FieldType);
        if (type.Spaces.Any())
            throw new RefusalException(
                $"static field {TypeNames.Of(field.DeclaringType!)}.{field.Name} holds references; pass it as a parameter");
        RuntimeHelpers.RunClassConstructor(field.DeclaringType!.TypeHandle);
        return Constant(type, field.GetValue(null)!);
    }

    /// <summary>A text that differs for every value of a struct of numbers.</summary>
    public static string Describe(object value) => value switch
    {
        float number => $"{BitConverter.SingleToInt32Bits(number)}f",
        double number => $"{BitConverter.DoubleToInt64Bits(number)}d",
        _ when value.GetType().IsPrimitive || value.GetType().IsEnum => $"{value}",
        _ => $"({string.Join(", ", FieldOffsets.Of(value.GetType()).Fields.Select(field => Describe(field.Field.GetValue(value)!)))})",
    };

    /// <summary>A value as an expression.</summary>
    public static Expression Constant(KernelType type, object value)
    {
        if (type is StructType made)
        {
            if (made.InlineLength > 0)
                throw new RefusalException($"a constant {TypeNames.Of(type.Clr)} is an inline array");
            return new StructExpression(made, [.. made.Fields.Select(field => Constant(field.Type, field.Field.GetValue(value)!))]);
        }

        if (value.GetType().IsEnum)
            value = Convert.ChangeType(value, Enum.GetUnderlyingType(value.GetType()));
        return value switch
        {
            float number => new ConstantExpression(ScalarType.F32, number),
            double number => new ConstantExpression(ScalarType.F64, number),
            long number => ConstantExpression.Of(number),
            ulong number => ConstantExpression.Of(unchecked((long)number)),
            nint number => ConstantExpression.Of((long)number),
            nuint number => ConstantExpression.Of(unchecked((long)number)),
            uint number => ConstantExpression.Of(unchecked((int)number)),
            bool flag => ConstantExpression.Of(flag ? 1 : 0),
            char letter => ConstantExpression.Of((int)letter),
            _ => ConstantExpression.Of(Convert.ToInt32(value)),
        };
    }
}
