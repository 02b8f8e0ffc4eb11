using System.Reflection;
using ILGPU.IR;
using ILGPU.IR.Values;

namespace GpuAc.Kernels.Accelerators.Translation;

/// <summary>Puts constants in the place of a kernel's parameter, so that sizes are known where the code is made.</summary>
/// <remarks>
/// ILGPU's own way, SpecializedValue, looks its kernel up at every launch, which takes longer than the launch, and keeps the kernel's
/// handle to itself.
/// </remarks>
internal static class Specialization
{
    /// <summary>A method that calls the kernel with the constants and hands on all other arguments.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="constants">The value of its parameter of that type.</param>
    /// <param name="outer">The method.</param>
    /// <remarks>The parameter stays, unused: launchers pass what the .NET method takes.</remarks>
    /// <returns>Where the method lives; to be disposed once it is compiled.</returns>
    public static IRContext Apply(Method kernel, object constants, out Method outer)
    {
        int index = Array.FindIndex(kernel.Source.GetParameters(), parameter => IsOf(parameter, constants));
        IRContext context = kernel.ExtractToContext(out Method inner);
        outer = context.Declare(new MethodDeclaration(MethodHandle.Create(kernel.Handle.Name), context.VoidType), out _);
        inner.AddFlags(MethodFlags.Inline);
        using Method.Builder builder = outer.CreateBuilder();
        BasicBlock.Builder block = builder.EntryBlockBuilder;
        MethodCall.Builder call = block.CreateCall(outer.Location, inner);
        for (int i = 0; i < inner.NumParameters; i++)
        {
            Parameter given = builder.AddParameter(inner.Parameters[i].Type, inner.Parameters[i].Name);
            call.Add(i == index ? block.CreateObjectValue(outer.Location, constants) : given);
        }

        call.Seal();
        block.CreateReturn(outer.Location);
        builder.Complete();
        return context;
    }

    private static bool IsOf(ParameterInfo parameter, object constants) => parameter.ParameterType == constants.GetType();
}
