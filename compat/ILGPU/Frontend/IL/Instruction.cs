using System.Reflection.Emit;

namespace ILGPU.Frontend.IL;

/// <summary>One IL instruction.</summary>
/// <param name="Offset">Offset in the method's IL.</param>
/// <param name="OpCode">What it does.</param>
/// <param name="Operand">
/// A number, a resolved member, a type, the offset of a branch's target, the offsets of a switch's targets, or null.
/// </param>
/// <param name="Next">Offset of the following instruction.</param>
internal sealed record Instruction(int Offset, OpCode OpCode, object? Operand, int Next)
{
    public bool IsBranch => OpCode.OperandType is OperandType.InlineBrTarget or OperandType.ShortInlineBrTarget or OperandType.InlineSwitch;

    /// <summary>True when control never reaches the following instruction.</summary>
    public bool EndsFlow => OpCode.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw;

    public IEnumerable<int> Targets => Operand switch
    {
        int[] offsets when IsBranch => offsets,
        int offset when IsBranch => [offset],
        _ => [],
    };
}
