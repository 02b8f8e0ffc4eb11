using System.Reflection;
using System.Text;
using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsics;
using ILGPU.Frontend.Tree;
using ILGPU.Frontend.Types;

namespace ILGPU.Backends.C;

/// <summary>Writes one function.</summary>
internal sealed partial class FunctionWriter
{
    private readonly ProgramWriter program;
    private readonly FunctionBody body;
    private readonly string name;
    private readonly Func<Space, AddressSpace> resolve;
    private readonly Dictionary<Variable, string> names = [];
    private readonly HashSet<string> used = [];
    private string allocationName = "memory";

    public FunctionWriter(ProgramWriter program, FunctionBody body, string name, Func<Space, AddressSpace> resolve)
    {
        this.program = program;
        this.body = body;
        this.name = name;
        this.resolve = resolve;
        foreach (var variable in body.Parameters.Concat(body.Locals))
            names[variable] = UniqueName(variable.Name);
    }

    public List<HiddenParameter> Hidden { get; } = [];

    public Dialect Dialect => program.Dialect;

    public string TypeName(KernelType type) => program.Types.Name(type, resolve);

    public string Helper(string helper) => program.Helper(helper);

    public string Helper(string helper, string text) => program.Helper(helper, text);

    public AddressSpace Resolve(Space space) => resolve(space);

    /// <summary>The name of something that the kernel passes down; asked for when first used.</summary>
    public string HiddenName(HiddenKind kind)
    {
        if (Hidden.Find(parameter => parameter.Kind == kind) is { } known)
            return known.Name;
        var (type, text) = kind switch
        {
            HiddenKind.DynamicShared => ($"{Dialect.Qualifier(AddressSpace.Shared)}byte* ", "dynamic_shared"),
            HiddenKind.DynamicBytes => ("int ", "dynamic_bytes"),
            HiddenKind.Exchange => ($"{Dialect.Qualifier(AddressSpace.Shared)}uint64* ", "exchange"),
            _ => ($"{Dialect.Qualifier(AddressSpace.Global)}int64* ", "fault"),
        };
        text = UniqueName(text);
        Hidden.Add(new(kind, type + text, text));
        return text;
    }

    /// <summary>Memory that the kernel declares for this function.</summary>
    public string Allocate(Allocation allocation)
    {
        var element = TypeName(allocation.Element);
        return AddAllocation(allocation, element, allocationName);
    }

    public string Write()
    {
        var text = new StringBuilder();
        var targets = Targets();
        foreach (var block in body.Blocks)
        {
            if (targets.Contains(block))
                text.AppendLine($"{Label(block)}:;");
            foreach (var statement in block.Statements)
                text.AppendLine("    " + Statement(statement));
            WriteExit(text, block);
        }

        var parameters = body.Parameters.Select(parameter => $"{TypeName(parameter.Type)} {names[parameter]}")
            .Concat(Hidden.Select(hidden => hidden.Declaration));
        var declarations = string.Concat(
            body.Locals.Select(local => $"    {TypeName(local.Type)} {names[local]}{(local.StartsAtZero ? " = 0" : string.Empty)};\n"));
        var qualifier = body.Method.MethodImplementationFlags.HasFlag(MethodImplAttributes.NoInlining) ? "DEVICE_CALL" : "DEVICE";
        return $"// {TypeNames.Of(body.Method)}\n{qualifier} {TypeName(body.ReturnType)} "
            + $"{name}({string.Join(", ", parameters)})\n{{\n{declarations}{text}}}\n";
    }

    private static string Label(CodeBlock block) => $"L{block.Start:x4}";

    private HashSet<CodeBlock> Targets()
    {
        var targets = new HashSet<CodeBlock>();
        for (var i = 0; i < body.Blocks.Count; i++)
        {
            var next = i + 1 < body.Blocks.Count ? body.Blocks[i + 1] : null;
            switch (body.Blocks[i].Exit)
            {
                case JumpExit jump when jump.Target != next:
                    targets.Add(jump.Target);
                    break;
                case BranchExit branch:
                    targets.Add(branch.Target);
                    if (branch.Other != next)
                        targets.Add(branch.Other);
                    break;
                case SwitchExit choice:
                    targets.UnionWith(choice.Targets);
                    if (choice.Other != next)
                        targets.Add(choice.Other);
                    break;
            }
        }

        return targets;
    }

    private void WriteExit(StringBuilder text, CodeBlock block)
    {
        var index = body.Blocks.IndexOf(block);
        var next = index + 1 < body.Blocks.Count ? body.Blocks[index + 1] : null;
        switch (block.Exit)
        {
            case JumpExit jump:
                if (jump.Target != next)
                    text.AppendLine($"    goto {Label(jump.Target)};");
                break;
            case BranchExit branch:
                text.AppendLine($"    if ({Bare(Text(branch.Condition))}) goto {Label(branch.Target)};");
                if (branch.Other != next)
                    text.AppendLine($"    goto {Label(branch.Other)};");
                break;
            case SwitchExit choice:
                text.AppendLine($"    switch ({Bare(Text(choice.Value))})").AppendLine("    {");
                for (var i = 0; i < choice.Targets.Length; i++)
                    text.AppendLine($"        case {i}: goto {Label(choice.Targets[i])};");
                text.AppendLine($"        default: {(choice.Other == next ? "break" : $"goto {Label(choice.Other)}")};")
                    .AppendLine("    }");
                break;
            case ReturnExit { Value: null }:
                if (next is not null)
                    text.AppendLine("    return;");
                break;
            case ReturnExit { Value: { } value }:
                text.AppendLine($"    return {Bare(Text(value))};");
                break;
        }
    }

    private string Statement(Statement statement)
    {
        switch (statement)
        {
            case AssignStatement assign:
                allocationName = assign.Variable.Name;
                return $"{names[assign.Variable]} = {Bare(Text(assign.Value))};";
            case StoreStatement store:
                return $"{Place(store.Pointer)} = {Bare(Text(store.Value))};";
            case EvaluateStatement evaluate:
                return $"{Bare(Text(evaluate.Value))};";
            default:
                throw new InvalidOperationException(statement.ToString());
        }
    }

    private string AddAllocation(Allocation allocation, string element, string wanted)
    {
        var text = UniqueName(wanted + "_memory");
        var declaration = $"{Dialect.Qualifier(allocation.Space)}{element}* {text}";
        Hidden.Add(new(HiddenKind.Allocation, declaration, text, allocation, element));
        return text;
    }

    private string UniqueName(string wanted)
    {
        var text = wanted;
        for (var i = 2; ReservedNames.Contains(text) || program.Types.IsTaken(text) || !used.Add(text); i++)
            text = $"{wanted}_{i}";
        return text;
    }
}
