using System.Reflection;
using GpuAc.Lanes;
using ILGPU.IR;
using ILGPU.IR.Construction;
using ILGPU.IR.Rewriting;
using ILGPU.IR.Transformations;
using ILGPU.IR.Values;

namespace GpuAc.Kernels.Accelerators.Translation;

/// <summary>
/// Keeps <see cref="Components{F}"/> in registers: an access by a constant index becomes the field itself, one by a computed index a choice
/// among all fields.
/// </summary>
/// <remarks>
/// A GPU's registers have no addresses, so that a struct whose fields are reached by a computed offset lies in local memory, which is
/// device memory. Sixteen selects cost less than one such access. Mathematics is written with the plain indexer; its calls arrive here as
/// calls of <see cref="Components{F}.First"/>, which <see cref="Remappings"/> puts in its place.
/// </remarks>
internal sealed class ComponentSelection : UnorderedTransformation
{
    private static readonly MethodInfo Access = typeof(Components<Lane1>).GetMethod(
        nameof(Components<Lane1>.First), BindingFlags.Static | BindingFlags.Public)!;

    private readonly Rewriter accesses = new();
    private readonly Rewriter addresses = new();

    public ComponentSelection()
    {
        accesses.Add<Load>(load => IsComputed(load.Source), (context, load) => Read(context, load));
        accesses.Add<Store>(store => IsComputed(store.Target), (context, store) => Write(context, store));
        addresses.Add<MethodCall>(IsAccess, (context, call) => Resolve(context, call));
    }

    /// <summary>Whether a method is what stands for the indexer, and so must stay a call until this pass has run.</summary>
    public static bool IsAccess(Method method) => method.HasSource && method.Source == Access;

    /// <inheritdoc/>
    protected override bool PerformTransformation(Method.Builder builder)
    {
        bool isChanged = accesses.Rewrite(builder.SourceBlocks, builder);
        return addresses.Rewrite(builder.SourceBlocks, builder) || isChanged;
    }

    private static bool IsAccess(MethodCall call) => IsAccess(call.Target);

    private static bool IsComputed(Value pointer) =>
        pointer.Resolve() is MethodCall call && IsAccess(call) && call[1].Resolve() is not PrimitiveValue;

    private static void Read(RewriterContext context, Load load)
    {
        var call = (MethodCall)load.Source.Resolve();
        Value value = context.Builder.CreateLoad(load.Location, Field(context.Builder, call, Components.Capacity - 1));
        for (int i = Components.Capacity - 2; i >= 0; i--)
        {
            Value field = context.Builder.CreateLoad(load.Location, Field(context.Builder, call, i));
            value = context.Builder.CreatePredicate(load.Location, IsIndex(context.Builder, call, i), field, value);
        }

        context.ReplaceAndRemove(load, value);
    }

    private static void Write(RewriterContext context, Store store)
    {
        var call = (MethodCall)store.Target.Resolve();
        Value written = store.Value;
        for (int i = 0; i < Components.Capacity; i++)
        {
            Value place = Field(context.Builder, call, i);
            Value kept = context.Builder.CreateLoad(store.Location, place);
            Value value = context.Builder.CreatePredicate(store.Location, IsIndex(context.Builder, call, i), written, kept);
            context.Builder.CreateStore(store.Location, place, value);
        }

        context.Remove(store);
    }

    private static void Resolve(RewriterContext context, MethodCall call)
    {
        if (call[1].Resolve() is not PrimitiveValue index)
        {
            // A removed store is still listed.
            foreach (Use use in call.Uses)
            {
                if (use.Target is Store store && store.Target.Resolve() == call)
                    continue;
                throw new NotSupportedException(
                    "a reference to a component with a computed index is passed on; read or write the component itself");
            }

            // Nothing uses it any more, but while it is a call it keeps the struct in memory.
            context.ReplaceAndRemove(call, Field(context.Builder, call, 0));
            return;
        }

        if ((uint)index.Int32Value >= Components.Capacity)
            throw new NotSupportedException($"component {index.Int32Value} is used, but there are {Components.Capacity}");
        context.ReplaceAndRemove(call, Field(context.Builder, call, index.Int32Value));
    }

    private static Value Field(IRBuilder builder, MethodCall call, int index) =>
        builder.CreateLoadFieldAddress(call.Location, call[0], new FieldSpan(index, 1));

    private static Value IsIndex(IRBuilder builder, MethodCall call, int index) => builder.CreateCompare(
        call.Location, call[1], builder.CreatePrimitiveValue(call.Location, index), CompareKind.Equal);
}
