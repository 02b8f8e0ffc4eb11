using ILGPU.Frontend.Types;

namespace ILGPU.Frontend.Tree;

/// <summary>A value being computed. Expressions never change memory, except those whose <see cref="Effects"/> say so.</summary>
/// <param name="type">Type of the value.</param>
/// <param name="children">Operands.</param>
/// <param name="own">Effects beside those of the operands.</param>
internal abstract class Expression(KernelType type, Expression[] children, Effects own = Effects.None)
{
    public KernelType Type { get; } = type;

    public Expression[] Children { get; } = children;

    public Effects Effects { get; } = children.Aggregate(own, (effects, child) => effects | child.Effects);

    /// <summary>Number of nodes, a measure of how long the text will be.</summary>
    public int Weight { get; } = 1 + children.Sum(child => child.Weight);

    /// <summary>True for what costs nothing to write twice.</summary>
    public virtual bool IsTrivial => false;

    /// <summary>The same with other operands and types.</summary>
    public abstract Expression With(Expression[] children, Func<KernelType, KernelType> map);

    public bool Mentions(Variable variable) =>
        this is VariableExpression v ? v.Variable == variable
            : this is AddressExpression a ? a.Variable == variable
            : Children.Any(child => child.Mentions(variable));

    public int Count(Variable variable) =>
        (this is VariableExpression v && v.Variable == variable) || (this is AddressExpression a && a.Variable == variable)
            ? 1
            : Children.Sum(child => child.Count(variable));
}

/// <summary>A number.</summary>
internal sealed class ConstantExpression(ScalarType type, object value) : Expression(type, [])
{
    /// <summary>An int, long, float or double, as the type has it on the evaluation stack.</summary>
    public object Value { get; } = value;

    public override bool IsTrivial => true;

    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) => this;

    public static ConstantExpression Of(int value) => new(ScalarType.I32, value);

    public static ConstantExpression Of(long value) => new(ScalarType.I64, value);
}

/// <summary>The value of a variable.</summary>
internal sealed class VariableExpression(Variable variable) : Expression(
    variable.Type, [], variable.IsAddressed ? Effects.Reads : Effects.None)
{
    public Variable Variable { get; } = variable;

    public override bool IsTrivial => true;

    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) => this;
}

/// <summary>The address of a variable.</summary>
internal sealed class AddressExpression(Variable variable) : Expression(new PointerType(new(AddressSpace.Private), variable.Type), [])
{
    public Variable Variable { get; } = variable;

    public override bool IsTrivial => true;

    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) => this;
}

/// <summary>What a reference refers to.</summary>
internal sealed class LoadExpression(Expression pointer, KernelType type) : Expression(type, [pointer], Effects.Reads)
{
    public Expression Pointer => Children[0];

    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) => Make.Load(children[0], map(Type));
}

/// <summary>A field of a struct value.</summary>
internal sealed class FieldExpression(Expression target, int index) : Expression(((StructType)target.Type).Fields[index].Type, [target])
{
    public int Index { get; } = index;

    public KernelField Field => ((StructType)Children[0].Type).Fields[Index];

    public override bool IsTrivial => Children[0].IsTrivial;

    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) => Make.Field(children[0], Index);
}

/// <summary>The address of a field.</summary>
internal sealed class FieldAddressExpression(Expression pointer, int index)
    : Expression(
        new PointerType(((PointerType)pointer.Type).Space, ((StructType)((PointerType)pointer.Type).Target).Fields[index].Type), [pointer])
{
    public int Index { get; } = index;

    public StructType Struct => (StructType)((PointerType)Children[0].Type).Target;

    public KernelField Field => Struct.Fields[Index];

    public override bool IsTrivial => Children[0].IsTrivial;

    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) =>
        new FieldAddressExpression(children[0], Index);
}

/// <summary>The address of an element of a view.</summary>
internal sealed class ElementExpression(Expression view, Expression index, CheckedSite? site)
    : Expression(
        new PointerType(((ViewType)view.Type).Space, ((ViewType)view.Type).Element), [view, index],
        site is null ? Effects.None : Effects.Writes)
{
    public Expression View => Children[0];

    public Expression Index => Children[1];

    public CheckedSite? Site { get; } = site;

    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) =>
        new ElementExpression(children[0], children[1], Site);
}

/// <summary>Where a view is indexed, for the messages of the checked mode.</summary>
internal sealed record CheckedSite(string Method, string? Line)
{
    /// <summary>How the view is written in C; known when the method is written.</summary>
    public string View { get; set; } = string.Empty;
}

/// <summary>A pointer moved by elements, or by bytes.</summary>
internal sealed class OffsetExpression(Expression pointer, Expression count, bool inBytes) : Expression(pointer.Type, [pointer, count])
{
    public bool InBytes { get; } = inBytes;

    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) =>
        new OffsetExpression(children[0], children[1], InBytes);
}

/// <summary>A pointer to the same memory as another type.</summary>
internal sealed class ReinterpretExpression(Expression pointer, PointerType type) : Expression(type, [pointer])
{
    public override bool IsTrivial => Children[0].IsTrivial;

    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) =>
        Make.Reinterpret(children[0], ((PointerType)map(Type)).Target);
}

/// <summary>An arithmetic or bitwise operation.</summary>
internal sealed class BinaryExpression(
    string symbol, bool unsigned, Expression left, Expression right) : Expression(left.Type, [left, right])
{
    public string Symbol { get; } = symbol;

    public bool IsUnsigned { get; } = unsigned;

    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) =>
        Make.Binary(Symbol, IsUnsigned, children[0], children[1]);
}

/// <summary>Negation or complement.</summary>
internal sealed class UnaryExpression(string symbol, Expression operand) : Expression(operand.Type, [operand])
{
    public string Symbol { get; } = symbol;

    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) => new UnaryExpression(Symbol, children[0]);
}

/// <summary>A comparison, 1 or 0.</summary>
/// <param name="symbol">The C operator.</param>
/// <param name="unsigned">Integers compare as unsigned numbers; for floats: true where either is NaN.</param>
/// <param name="left">Left operand.</param>
/// <param name="right">Right operand.</param>
internal sealed class CompareExpression(
    string symbol, bool unsigned, Expression left, Expression right) : Expression(ScalarType.I32, [left, right])
{
    public string Symbol { get; } = symbol;

    public bool IsUnsigned { get; } = unsigned;

    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) =>
        Make.Compare(Symbol, IsUnsigned, children[0], children[1]);
}

/// <summary>A number as another type.</summary>
/// <param name="target">What it becomes; small integers are widened again by the reader.</param>
/// <param name="fromUnsigned">The source is an unsigned number.</param>
/// <param name="operand">The source.</param>
internal sealed class ConvertExpression(ScalarType target, bool fromUnsigned, Expression operand) : Expression(target.OnStack, [operand])
{
    public ScalarType Target { get; } = target;

    public bool FromUnsigned { get; } = fromUnsigned;

    public override bool IsTrivial => Children[0].IsTrivial;

    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) =>
        Make.Convert(Target, FromUnsigned, children[0]);
}

/// <summary>A struct made of its fields.</summary>
internal sealed class StructExpression(StructType type, Expression[] fields) : Expression(type, fields)
{
    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) =>
        new StructExpression((StructType)map(Type), children);
}

/// <summary>All bits zero.</summary>
internal sealed class ZeroExpression(KernelType type) : Expression(type, [])
{
    public override bool IsTrivial => true;

    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) => new ZeroExpression(map(Type));
}

/// <summary>A function that devices have, or one of the source's own helpers.</summary>
/// <param name="name">Its name among the built-in functions.</param>
/// <param name="type">Type of the result.</param>
/// <param name="arguments">Arguments.</param>
/// <param name="effects">What it does beside its result.</param>
/// <param name="data">Something that the built-in function needs to know: a count, a type.</param>
internal sealed class BuiltinExpression(
    string name, KernelType type, Expression[] arguments, Effects effects = Effects.None, object? data = null)
    : Expression(type, arguments, effects)
{
    private readonly Effects own = effects;

    public string Name { get; } = name;

    public object? Data { get; } = data;

    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) =>
        new BuiltinExpression(Name, map(Type), children, own, Data);
}

/// <summary>A call of another translated method.</summary>
internal sealed class CallExpression(
    FunctionBody function, KernelType type, Expression[] arguments, Dictionary<Space, Space> spaces, Effects effects)
    : Expression(type, arguments, effects)
{
    private readonly Effects own = effects;

    public FunctionBody Function { get; } = function;

    /// <summary>The caller's space for each of the callee's.</summary>
    public Dictionary<Space, Space> CalleeSpaces { get; } = spaces;

    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) =>
        new CallExpression(
            Function, map(Type), children, CalleeSpaces.ToDictionary(pair => pair.Key, pair => MapSpace(pair.Value, map)), own);

    private static Space MapSpace(Space space, Func<KernelType, KernelType> map) =>
        ((PointerType)map(new PointerType(space, ScalarType.U8))).Space;
}

/// <summary>A type as <c>typeof</c> has it: comparisons of two are known while translating.</summary>
internal sealed class TypeExpression(Type value) : Expression(ScalarType.I64, [])
{
    public Type Value { get; } = value;

    public override bool IsTrivial => true;

    public override Expression With(Expression[] children, Func<KernelType, KernelType> map) => this;
}
