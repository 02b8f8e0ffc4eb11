using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using ILGPU.Frontend;

namespace ILGPU.Runtime.CPU;

/// <summary>Runs an indexed kernel for indices [from, to) of a row.</summary>
internal unsafe delegate void RangeLoop(void** arguments, int from, int to, int y, int z);

/// <summary>Runs a kernel once.</summary>
internal unsafe delegate void SingleCall(void** arguments);

/// <summary>
/// Makes the method that calls a kernel: arguments are read once, and the loop over indices is compiled together with the
/// kernel, which the just-in-time compiler then inlines as it would in a loop written by hand.
/// </summary>
internal static class KernelLoop
{
    private static readonly Lock Gate = new();
    private static readonly ModuleBuilder Module = MakeModule();
    private static readonly HashSet<string> Opened = [];
    private static int count;

    public static RangeLoop Range(KernelMethod kernel) =>
        Build(kernel, typeof(RangeLoop), [typeof(void**), typeof(int), typeof(int), typeof(int), typeof(int)], EmitLoop)
            .CreateDelegate<RangeLoop>();

    public static SingleCall Single(KernelMethod kernel) =>
        Build(kernel, typeof(SingleCall), [typeof(void**)], EmitCall).CreateDelegate<SingleCall>();

    private static ModuleBuilder MakeModule()
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("ILGPU.KernelLoops"), AssemblyBuilderAccess.Run);
        return assembly.DefineDynamicModule("ILGPU.KernelLoops");
    }

    private static MethodInfo Build(KernelMethod kernel, Type shape, Type[] parameters, Action<ILGenerator, KernelMethod> emit)
    {
        lock (Gate)
        {
            Open(kernel.Method);
            var type = Module.DefineType(
                $"{shape.Name}{count++}", TypeAttributes.NotPublic | TypeAttributes.Abstract | TypeAttributes.Sealed);
            var method = type.DefineMethod("Run", MethodAttributes.Public | MethodAttributes.Static, typeof(void), parameters);
            method.SetImplementationFlags(MethodImplAttributes.AggressiveOptimization);
            emit(method.GetILGenerator(), kernel);
            return type.CreateType().GetMethod("Run")!;
        }
    }

    private static void EmitLoop(ILGenerator il, KernelMethod kernel)
    {
        var locals = EmitArguments(il, kernel);
        var index = il.DeclareLocal(typeof(int));
        var (test, body) = (il.DefineLabel(), il.DefineLabel());
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Stloc, index);
        il.Emit(OpCodes.Br, test);
        il.MarkLabel(body);
        il.Emit(OpCodes.Ldloc, index);
        if (kernel.IndexType != typeof(Index1D))
            il.Emit(OpCodes.Ldarg_3);
        if (kernel.IndexType == typeof(Index3D))
            il.Emit(OpCodes.Ldarg, (short)4);
        var dimensions = kernel.IndexType == typeof(Index1D) ? 1 : kernel.IndexType == typeof(Index2D) ? 2 : 3;
        il.Emit(OpCodes.Newobj, kernel.IndexType!.GetConstructor([.. Enumerable.Repeat(typeof(int), dimensions)])!);
        if (System.Diagnostics.Debugger.IsAttached || KernelInliner.HasLoops(kernel))
            EmitCallOf(il, kernel, locals);
        else
            EmitBody(il, kernel, locals);
        il.Emit(OpCodes.Ldloc, index);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, index);
        il.MarkLabel(test);
        il.Emit(OpCodes.Ldloc, index);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Blt, body);
        il.Emit(OpCodes.Ret);
    }

    /// <summary>A kernel with loops of its own, or one that a debugger wants to step into; the index lies on the stack.</summary>
    private static void EmitCallOf(ILGenerator il, KernelMethod kernel, LocalBuilder[] arguments)
    {
        if (!kernel.Method.IsStatic)
        {
            var kept = il.DeclareLocal(kernel.IndexType!);
            il.Emit(OpCodes.Stloc, kept);
            il.Emit(OpCodes.Ldnull);
            il.Emit(OpCodes.Ldloc, kept);
        }

        foreach (var argument in arguments)
            il.Emit(OpCodes.Ldloc, argument);
        il.Emit(OpCodes.Call, kernel.Method);
    }

    /// <summary>The method's own instructions; the index lies on the stack.</summary>
    private static void EmitBody(ILGenerator il, KernelMethod kernel, LocalBuilder[] arguments)
    {
        var own = new LocalBuilder[arguments.Length + 1];
        own[0] = il.DeclareLocal(kernel.IndexType!);
        il.Emit(OpCodes.Stloc, own[0]);
        for (var i = 0; i < arguments.Length; i++)
        {
            own[i + 1] = arguments[i];
            if (KernelInliner.Keeps(kernel, i + 1, arguments[i].LocalType))
                continue;
            own[i + 1] = il.DeclareLocal(arguments[i].LocalType);
            il.Emit(OpCodes.Ldloc, arguments[i]);
            il.Emit(OpCodes.Stloc, own[i + 1]);
        }

        KernelInliner.Emit(il, kernel, own);
    }

    private static void EmitCall(ILGenerator il, KernelMethod kernel)
    {
        var locals = EmitArguments(il, kernel);
        EmitTarget(il, kernel);
        foreach (var local in locals)
            il.Emit(OpCodes.Ldloc, local);
        il.Emit(OpCodes.Call, kernel.Method);
        il.Emit(OpCodes.Ret);
    }

    private static LocalBuilder[] EmitArguments(ILGenerator il, KernelMethod kernel)
    {
        var locals = new LocalBuilder[kernel.Parameters.Length];
        for (var i = 0; i < locals.Length; i++)
        {
            var type = kernel.Parameters[i].ParameterType;
            locals[i] = il.DeclareLocal(type);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, i * nint.Size);
            il.Emit(OpCodes.Conv_I);
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Ldind_I);
            il.Emit(OpCodes.Ldobj, type);
            il.Emit(OpCodes.Stloc, locals[i]);
        }

        return locals;
    }

    /// <summary>A lambda's method wants the object that it was made in, which it does not use.</summary>
    private static void EmitTarget(ILGenerator il, KernelMethod kernel)
    {
        if (!kernel.Method.IsStatic)
            il.Emit(OpCodes.Ldnull);
    }

    /// <summary>Kernels are often private: the runtime lets an assembly that names another see all of it.</summary>
    private static void Open(MethodInfo method)
    {
        var assemblies = new HashSet<Assembly> { method.Module.Assembly };
        Collect(method.DeclaringType!, assemblies);
        foreach (var argument in method.GetGenericArguments())
            Collect(argument, assemblies);
        foreach (var parameter in method.GetParameters())
            Collect(parameter.ParameterType, assemblies);
        var constructor = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
        foreach (var name in assemblies.Select(assembly => assembly.GetName().Name!).Where(Opened.Add))
            ((AssemblyBuilder)Module.Assembly).SetCustomAttribute(new CustomAttributeBuilder(constructor, [name]));
    }

    private static void Collect(Type type, HashSet<Assembly> assemblies)
    {
        assemblies.Add(type.Assembly);
        foreach (var argument in type.GetGenericArguments())
            Collect(argument, assemblies);
    }
}
