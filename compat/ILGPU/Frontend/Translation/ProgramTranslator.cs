using System.Reflection;
using ILGPU.Frontend.IL;
using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;

namespace ILGPU.Frontend.Translation;

/// <summary>Translates a kernel's method and all that it calls, each once.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="isChecked">True to test view indices.</param>
internal sealed class ProgramTranslator(KernelMethod kernel, bool isChecked)
{
    private readonly Dictionary<MethodBase, FunctionBody> bodies = [];
    private readonly List<MethodBase> active = [];

    public bool IsChecked { get; } = isChecked;

    /// <summary>All translated methods, callees first.</summary>
    public List<FunctionBody> Functions { get; } = [];

    public FunctionBody TranslateKernel()
    {
        var entry = Body(kernel.Method);
        if (entry.ReturnType is not VoidType)
            throw Refuse(kernel.Method, null, "a kernel returns nothing");
        if (kernel.IsIndexed && (entry.IsCooperative || entry.UsesThreadIndex))
            throw Refuse(kernel.Method, null, "a kernel of one thread an index has no group: to use Group, Grid, Warp or SharedMemory, "
                + "load it with LoadStreamKernel and launch it with a KernelConfig");
        foreach (var parameter in kernel.Parameters)
        {
            if (parameter.ParameterType.IsByRef || parameter.ParameterType.IsPointer)
                throw Refuse(kernel.Method, null, $"its parameter {parameter.Name} is a reference; pass a view or a value");
        }

        foreach (var space in entry.Parameters.SelectMany(parameter => parameter.Type.Spaces))
        {
            try
            {
                Space.Unify(space, new(AddressSpace.Global));
            }
            catch (RefusalException refusal)
            {
                throw Refuse(kernel.Method, null, refusal.Message);
            }
        }

        return entry;
    }

    public bool IsEntry(MethodBase method) => method == kernel.Method;

    /// <exception cref="KernelTranslationException">Devices cannot run it.</exception>
    public FunctionBody Body(MethodBase method)
    {
        if (bodies.TryGetValue(method, out var body))
            return body;
        if (active.Contains(method))
            throw new RefusalException($"{TypeNames.Of(method)} calls itself: "
                + $"{string.Join(" → ", active.Skip(active.IndexOf(method)).Append(method).Select(TypeNames.Of))}; devices have no "
                + "recursion");
        active.Add(method);
        body = new MethodTranslator(this, method).Translate();
        active.RemoveAt(active.Count - 1);
        bodies[method] = body;
        Functions.Add(body);
        return body;
    }

    public KernelTranslationException Refuse(MethodBase method, Instruction? instruction, string reason)
    {
        var place = TypeNames.Of(method);
        if (instruction is not null)
        {
            place += $", IL_{instruction.Offset:x4} {Describe(instruction)}";
            if (DebugNames.Line(method, instruction.Offset) is { } line)
                place += $" ({line})";
        }

        var path = active.Count > 1 ? $" It is called through {string.Join(" → ", active.Select(TypeNames.Of))}." : string.Empty;
        return new KernelTranslationException($"Kernel {kernel.Name} cannot run on devices. {place}: {reason}.{path}");
    }

    private static string Describe(Instruction instruction) => instruction.Operand switch
    {
        null => instruction.OpCode.Name!,
        MethodBase called => $"{instruction.OpCode.Name} {TypeNames.Of(called)}",
        Type type => $"{instruction.OpCode.Name} {TypeNames.Of(type)}",
        FieldInfo field => $"{instruction.OpCode.Name} {TypeNames.Of(field.DeclaringType!)}.{field.Name}",
        string text => $"{instruction.OpCode.Name} \"{text}\"",
        int target when instruction.IsBranch => $"{instruction.OpCode.Name} IL_{target:x4}",
        int[] => instruction.OpCode.Name!,
        var operand => $"{instruction.OpCode.Name} {operand}",
    };
}
