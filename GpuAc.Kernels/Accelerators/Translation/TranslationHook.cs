using ILGPU;
using ILGPU.Backends;
using ILGPU.IR;
using ILGPU.IR.Transformations;

namespace GpuAc.Kernels.Accelerators.Translation;

/// <summary>
/// What we do to a kernel between ILGPU's front end and its back ends: everything is inlined, and components come to lie in registers.
/// </summary>
/// <remarks>
/// <c>NoInlining</c> keeps the CPU's compiler from giving up on large methods. For a device it would mean a call that takes its arguments
/// through local memory.
/// </remarks>
internal readonly struct TranslationHook : IBackendHook
{
    private static readonly Transformer InlineAndSelect = CreateTransformer();

    /// <inheritdoc/>
    public void FinishedCodeGeneration(IRContext context, Method entryPoint)
    {
    }

    /// <inheritdoc/>
    public void InitializedKernelContext(IRContext kernelContext, Method kernelMethod)
    {
        foreach (Method method in kernelContext.Methods)
        {
            if (method != kernelMethod && method.HasImplementation && !ComponentSelection.IsAccess(method))
                method.AddFlags(MethodFlags.Inline);
        }

        kernelContext.Transform(InlineAndSelect);
    }

    /// <inheritdoc/>
    public void OptimizedKernelContext(IRContext kernelContext, Method kernelMethod)
    {
    }

    private static Transformer CreateTransformer()
    {
        Transformer.Builder builder = Transformer.CreateBuilder(TransformerConfiguration.Empty);
        builder.AddBasicOptimizations(InliningMode.Aggressive);
        builder.Add(new ComponentSelection());
        builder.AddOptimizations(InliningMode.Aggressive, OptimizationLevel.O2);
        return builder.ToTransformer();
    }
}
