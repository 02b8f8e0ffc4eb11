using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;

namespace ILGPU.Frontend.Intrinsics;

/// <summary>The members of <see cref="ArrayView{T}"/>; those of other views are translated from their IL.</summary>
internal static class ViewIntrinsics
{
    private const string View = "ILGPU.ArrayView`1.";

    public static void Add(Dictionary<string, Func<IntrinsicCall, Expression?>> table)
    {
        table[View + "get_Item"] = call => new ElementExpression(call.Loaded(0), Index(call[1]), call.IsChecked ? call.Site() : null);
        table[View + "get_Length"] = call => Length(call.Loaded(0));
        table[View + "get_IntLength"] = call => Make.Convert(ScalarType.I32, false, Length(call.Loaded(0)));
        table[View + "get_LengthInBytes"] = call =>
            Make.Binary("*", false, Length(call.Loaded(0)), ConstantExpression.Of((long)StructLayout.Size(Element(call))));
        table[View + "get_Extent"] = call => Wrapped(typeof(LongIndex1D), Length(call.Loaded(0)));
        table[View + "get_IntExtent"] = call => Wrapped(typeof(Index1D), Make.Convert(ScalarType.I32, false, Length(call.Loaded(0))));
        table[View + "get_IsValid"] = call => Make.Compare("!=", false, Length(call.Loaded(0)), ConstantExpression.Of(0L));
        table[View + "SubView"] = SubView;
        table[View + "Cast"] = Cast;
    }

    private static KernelType Element(IntrinsicCall call) => ((ViewType)((PointerType)call[0].Type).Target).Element;

    private static Expression Index(Expression index) => index.Type is StructType ? Make.Promote(Make.Field(index, 0)) : index;

    private static Expression Length(Expression view) =>
        view is BuiltinExpression { Name: "view", Children: [_, var length] }
            ? length
            : new BuiltinExpression("view_length", ScalarType.I64, [view]);

    private static Expression Data(Expression view) => view is BuiltinExpression { Name: "view", Children: [var data, _] }
        ? data
        : new BuiltinExpression("view_data", new PointerType(((ViewType)view.Type).Space, ((ViewType)view.Type).Element), [view]);

    private static StructExpression Wrapped(Type type, Expression value) => new((StructType)TypeFactory.Make(type), [value]);

    private static BuiltinExpression Make1(ViewType type, Expression data, Expression length) => new("view", type, [data, length]);

    private static BuiltinExpression SubView(IntrinsicCall call)
    {
        var view = Trivial(call, call.Loaded(0));
        var index = Make.Convert(ScalarType.I64, false, Trivial(call, call[1]));
        var length = call.Arguments.Length == 3
            ? Make.Convert(ScalarType.I64, false, call[2])
            : Make.Binary("-", false, Length(view), index);
        return Make1((ViewType)view.Type, new OffsetExpression(Data(view), index, inBytes: false), length);
    }

    private static BuiltinExpression Cast(IntrinsicCall call)
    {
        var view = Trivial(call, call.Loaded(0));
        var from = (ViewType)view.Type;
        var element = TypeFactory.Make(call.TypeArgument());
        var to = new ViewType(typeof(ArrayView<>).MakeGenericType(element.Clr), from.Space, element);
        var (fromSize, toSize) = (StructLayout.Size(from.Element), StructLayout.Size(element));
        var length = Length(view);
        if (fromSize != toSize)
            length = Make.Binary(
                "/", false, Make.Binary("*", false, length, ConstantExpression.Of((long)fromSize)), ConstantExpression.Of((long)toSize));
        return Make1(to, Make.Reinterpret(Data(view), element), length);
    }

    private static Expression Trivial(IntrinsicCall call, Expression value) => value.IsTrivial ? value : call.Keep(value);
}
