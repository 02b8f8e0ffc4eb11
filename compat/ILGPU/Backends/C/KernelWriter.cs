using System.Text;
using ILGPU.Frontend;
using ILGPU.Frontend.Translation;
using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;
using ILGPU.Runtime;

namespace ILGPU.Backends.C;

/// <summary>Writes the kernel itself: it puts the arguments together as the C# method wants them and calls it.</summary>
internal sealed class KernelWriter
{
    private readonly KernelMethod kernel;
    private readonly FunctionBody entry;
    private readonly ProgramWriter program;
    private readonly Dialect dialect;
    private readonly StringBuilder statements = new();
    private readonly List<string> parameters = [];
    private readonly List<string> values = [];
    private readonly List<KernelArgument> arguments = [];

    private KernelWriter(KernelMethod kernel, FunctionBody entry, Dialect dialect)
    {
        this.kernel = kernel;
        this.entry = entry;
        this.dialect = dialect;
        program = new(dialect);
    }

    /// <summary>Translates a kernel.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="dialect">The language.</param>
    /// <param name="isChecked">True to test view indices.</param>
    /// <param name="specialization">Launch bounds.</param>
    /// <param name="constants">Values of specialised parameters by their index after the thread's; empty where there are none.</param>
    /// <exception cref="KernelTranslationException">Devices cannot run it.</exception>
    public static KernelSource Write(
        KernelMethod kernel, Dialect dialect, bool isChecked, KernelSpecialization specialization,
        IReadOnlyDictionary<int, object> constants)
    {
        var translator = new ProgramTranslator(kernel, isChecked);
        var entry = translator.TranslateKernel();
        try
        {
            return new KernelWriter(kernel, entry, dialect).Write(specialization, constants);
        }
        catch (RefusalException refusal)
        {
            throw translator.Refuse(kernel.Method, null, refusal.Message);
        }
    }

    private static AddressSpace Resolve(Space space) => space.Value ?? AddressSpace.Global;

    private KernelSource Write(KernelSpecialization specialization, IReadOnlyDictionary<int, object> constants)
    {
        var function = program.Function(entry, Resolve);
        var first = 0;
        if (kernel.IsIndexed)
            WriteIndex(entry.Parameters[first++].Type);
        for (var i = first; i < entry.Parameters.Length; i++)
        {
            var value = constants.TryGetValue(i - first, out var constant)
                ? new FunctionWriter(program, entry, string.Empty, Resolve).Text(StaticFields.Constant(entry.Parameters[i].Type, constant))
                : Flatten(entry.Parameters[i].Type, TypeNames.Clean(entry.Parameters[i].Name), i - first, 0);
            values.Add(FunctionWriter.Bare(value));
        }

        var shared = WriteHidden(function);
        var name = program.Types.Unique(TypeNames.Clean(kernel.Method.Name) + "_kernel");
        var source = $"{dialect.KernelQualifier(specialization.MaxNumThreadsPerGroup, specialization.MinNumGroupsPerMultiprocessor)}void "
            + $"{name}({string.Join(", ", parameters)})\n{{\n"
            + $"{statements}    {function.Name}({string.Join(", ", values)});\n}}\n";
        return new(program.Source(source), name, [.. arguments], [.. program.Sites], shared);
    }

    private void WriteIndex(KernelType type)
    {
        var axes = type.Clr == typeof(Index1D) ? 1 : type.Clr == typeof(Index2D) ? 2 : type.Clr == typeof(Index3D) ? 3
            : throw new RefusalException($"kernels are indexed by Index1D, Index2D or Index3D, not by {TypeNames.Of(type.Clr)}");
        for (var axis = 0; axis < axes; axis++)
        {
            var letter = "xyz"[axis];
            parameters.Add($"int extent_{letter}");
            arguments.Add(new(ArgumentKind.Extent, axis));
            statements.AppendLine($"    int index_{letter} = {dialect.GlobalIndex(axis)};");
        }

        statements.AppendLine(
            $"    if ({string.Join(" || ", "xyz"[..axes].Select(letter => $"index_{letter} >= extent_{letter}"))}) return;");
        values.Add(
            FunctionWriter.Bare(
                dialect.StructLiteral(
                    program.Types.Name(type, Resolve), string.Join(", ", "xyz"[..axes].Select(letter => $"index_{letter}")))));
    }

    /// <summary>Takes a C# parameter apart into what a kernel can be given, and puts it together again.</summary>
    private string Flatten(KernelType type, string name, int parameter, int offset)
    {
        var typeName = program.Types.Name(type, Resolve);
        if (type is ViewType view)
        {
            var element = program.Types.Name(view.Element, Resolve);
            var pointer = $"{dialect.Qualifier(AddressSpace.Global)}{element}*";
            parameters.Add($"{pointer} {name}_data");
            if (dialect.HasMemoryObjects)
                parameters.Add($"int64 {name}_offset");
            parameters.Add($"int64 {name}_length");
            arguments.Add(new(ArgumentKind.View, parameter, offset, StructLayout.Size(view.Element)));
            var data = dialect.HasMemoryObjects
                ? $"({pointer})(({dialect.Qualifier(AddressSpace.Global)}byte*){name}_data + {name}_offset)"
                : $"{name}_data";
            return dialect.StructLiteral(typeName, $"{data}, {name}_length");
        }

        if (type is StructType { Fields.Length: 0 })
            return dialect.ZeroLiteral(typeName);
        if (!type.Spaces.Any())
        {
            parameters.Add($"{typeName} {name}");
            arguments.Add(new(ArgumentKind.Plain, parameter, offset, StructLayout.Size(type)));
            return name;
        }

        var made = (StructType)type;
        var fields = made.Fields.Select(
            field => FunctionWriter.Bare(Flatten(field.Type, $"{name}_{field.Name}", parameter, offset + field.Offset))).ToArray();
        return dialect.StructLiteral(typeName, string.Join(", ", fields));
    }

    private int WriteHidden(FunctionVariant function)
    {
        var shared = 0;
        foreach (var hidden in function.Hidden)
        {
            values.Add(hidden.Name);
            switch (hidden.Kind)
            {
                case HiddenKind.Allocation:
                    var allocation = hidden.Allocation!;
                    var isShared = allocation.Space == AddressSpace.Shared;
                    shared += isShared ? allocation.Count * StructLayout.Size(allocation.Element) : 0;
                    statements.Insert(0, $"    {(isShared ? dialect.SharedDeclaration : string.Empty)}{hidden.Element} "
                        + $"{hidden.Name}[{allocation.Count}];\n");
                    break;
                case HiddenKind.DynamicShared when !dialect.HasMemoryObjects:
                    statements.Insert(0, $"    {dialect.DynamicSharedDeclaration}\n");
                    values[^1] = "dynamic_shared";
                    break;
                default:
                    parameters.Add(hidden.Declaration);
                    arguments.Add(new(hidden.Kind switch
                    {
                        HiddenKind.DynamicShared => ArgumentKind.DynamicShared,
                        HiddenKind.DynamicBytes => ArgumentKind.DynamicBytes,
                        HiddenKind.Exchange => ArgumentKind.Exchange,
                        _ => ArgumentKind.Fault,
                    }));
                    break;
            }
        }

        return shared;
    }
}
