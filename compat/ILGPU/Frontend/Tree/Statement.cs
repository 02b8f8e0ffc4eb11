using ILGPU.Frontend.Types;

namespace ILGPU.Frontend.Tree;

/// <summary>A step of a translated method.</summary>
internal abstract record Statement;

/// <summary>variable = value;</summary>
internal sealed record AssignStatement(Variable Variable, Expression Value) : Statement;

/// <summary>*pointer = value;</summary>
internal sealed record StoreStatement(Expression Pointer, KernelType Type, Expression Value) : Statement;

/// <summary>value; for its effects.</summary>
internal sealed record EvaluateStatement(Expression Value) : Statement;

/// <summary>The end of a block.</summary>
internal abstract record Exit;

/// <summary>goto target;</summary>
internal sealed record JumpExit(CodeBlock Target) : Exit;

/// <summary>if (condition) goto target; goto other;</summary>
internal sealed record BranchExit(Expression Condition, CodeBlock Target, CodeBlock Other) : Exit;

/// <summary>switch (value) { case i: goto targets[i]; } goto other;</summary>
internal sealed record SwitchExit(Expression Value, CodeBlock[] Targets, CodeBlock Other) : Exit;

/// <summary>return value;</summary>
internal sealed record ReturnExit(Expression? Value) : Exit;

/// <summary>Statements that run one after the other.</summary>
/// <param name="start">Offset of its first IL instruction.</param>
internal sealed class CodeBlock(int start)
{
    public int Start { get; } = start;

    public List<Statement> Statements { get; } = [];

    public Exit? Exit { get; set; }

    /// <summary>What lies on the evaluation stack when the block is entered; null until that is known.</summary>
    public Variable[]? Entry { get; set; }
}
