using System.Reflection;
using ILGPU.Frontend.Types;

namespace ILGPU.Frontend.Tree;

/// <summary>A translated method.</summary>
internal sealed class FunctionBody
{
    public required MethodBase Method { get; init; }

    /// <summary>Parameters, with <c>this</c> first.</summary>
    public required Variable[] Parameters { get; init; }

    public required KernelType ReturnType { get; init; }

    public List<Variable> Locals { get; } = [];

    /// <summary>Reachable blocks in the order of the IL.</summary>
    public List<CodeBlock> Blocks { get; } = [];

    public Effects Effects { get; set; }

    /// <summary>True when the method or what it calls waits for other threads of its group, or shares memory with them.</summary>
    public bool IsCooperative { get; set; }

    /// <summary>True when the method or what it calls asks which thread or group it is.</summary>
    public bool UsesThreadIndex { get; set; }

    /// <summary>True when the method or what it calls has memory of its own that the CPU accelerator must give back.</summary>
    public bool UsesLocalMemory { get; set; }

    /// <summary>The value returned when there is nothing but it, otherwise null.</summary>
    public Expression? Result =>
        Blocks is [{ Statements.Count: 0, Exit: ReturnExit { Value: { } value } }] && Locals.Count == 0 ? value : null;

    /// <summary>True when the address of a variable is taken.</summary>
    public bool Addresses(Variable variable)
    {
        static bool Takes(Expression expression, Variable variable) =>
            (expression is AddressExpression address && address.Variable == variable)
                || expression.Children.Any(child => Takes(child, variable));
        return Roots().Any(root => Takes(root, variable));
    }

    /// <summary>Expressions of all blocks.</summary>
    public IEnumerable<Expression> Roots()
    {
        foreach (var block in Blocks)
        {
            foreach (var statement in block.Statements)
            {
                switch (statement)
                {
                    case AssignStatement assign:
                        yield return assign.Value;
                        break;
                    case StoreStatement store:
                        yield return store.Pointer;
                        yield return store.Value;
                        break;
                    case EvaluateStatement evaluate:
                        yield return evaluate.Value;
                        break;
                }
            }

            switch (block.Exit)
            {
                case BranchExit branch:
                    yield return branch.Condition;
                    break;
                case SwitchExit choice:
                    yield return choice.Value;
                    break;
                case ReturnExit { Value: { } value }:
                    yield return value;
                    break;
            }
        }
    }
}
