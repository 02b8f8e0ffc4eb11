using System.Reflection;
using System.Runtime.CompilerServices;

namespace ILGPU.Frontend;

/// <summary>The C# method of a kernel and how it is launched.</summary>
internal sealed class KernelMethod
{
    private KernelMethod(Delegate action, bool indexed)
    {
        Method = action.Method;
        IsIndexed = indexed;
        Name = TypeNames.Of(Method);
        var parameters = Method.GetParameters();
        IndexType = indexed ? parameters[0].ParameterType : null;
        Parameters = indexed ? parameters[1..] : parameters;
        if (!Method.IsStatic && !IsCaptureFree(action))
            throw new NotSupportedException(
                $"Kernel {Name} cannot be loaded: it is an instance method or captures variables; make it a static method.");
        if (action.GetInvocationList().Length != 1)
            throw new NotSupportedException($"Kernel {Name} cannot be loaded: its delegate has several targets.");
    }

    public MethodInfo Method { get; }

    /// <summary>True when the kernel's first parameter is the index of the thread.</summary>
    public bool IsIndexed { get; }

    public Type? IndexType { get; }

    /// <summary>Parameters after the index.</summary>
    public ParameterInfo[] Parameters { get; }

    /// <summary>The C# name, with type arguments.</summary>
    public string Name { get; }

    /// <summary>An explicitly grouped kernel.</summary>
    public static KernelMethod Grouped(Delegate action) => Make(action, indexed: false);

    /// <summary>A kernel of one thread an index.</summary>
    public static KernelMethod Indexed(Delegate action) => Make(action, indexed: true);

    private static KernelMethod Make(Delegate action, bool indexed)
    {
        ArgumentNullException.ThrowIfNull(action);
        return new(action, indexed);
    }

    private static bool IsCaptureFree(Delegate action) =>
        action.Target is object target
        && target.GetType().IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && target.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length == 0;
}
