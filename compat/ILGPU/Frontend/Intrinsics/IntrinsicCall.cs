using System.Reflection;
using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;

namespace ILGPU.Frontend.Intrinsics;

/// <summary>A call of a method that the front end knows instead of translating it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Arguments">Arguments, with <c>this</c> first.</param>
/// <param name="Keep">Puts a value into a temporary.</param>
/// <param name="Site">Describes the place of the call.</param>
/// <param name="IsChecked">True to test view indices.</param>
/// <param name="Caller">The method being translated.</param>
internal sealed record IntrinsicCall(
    MethodBase Method, Expression[] Arguments, Func<Expression, Expression> Keep, Func<CheckedSite?> Site, bool IsChecked,
    FunctionBody Caller)
{
    public Expression this[int index] => Arguments[index];

    /// <summary>Type argument of the method.</summary>
    public Type TypeArgument(int index = 0) => Method.GetGenericArguments()[index];

    /// <summary>The number type of a parameter, which says whether an integer is unsigned.</summary>
    public ScalarType Scalar(int parameter) => (ScalarType)TypeFactory.Make(Method.GetParameters()[parameter].ParameterType);

    /// <summary>What <c>this</c> or another reference refers to.</summary>
    public Expression Loaded(int index) => Make.Load(Arguments[index], ((PointerType)Arguments[index].Type).Target);

    public Expression Function(string name, KernelType type, Effects effects = Effects.None, object? data = null) =>
        new BuiltinExpression(name, type, Arguments, effects, data);

    /// <summary>An argument that must be a constant, such as the extent of shared memory.</summary>
    public int Constant(int index)
    {
        var value = Arguments[index];
        if (value is StructExpression { Children: [var only] })
            value = only;
        return value is ConstantExpression { Value: int number }
            ? number
            : throw new RefusalException(
                $"argument {index + 1} of {TypeNames.Of(Method)} must be a constant: memory on the device is laid out when the kernel is "
                + "compiled");
    }
}
