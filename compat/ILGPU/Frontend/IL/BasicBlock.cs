namespace ILGPU.Frontend.IL;

/// <summary>Instructions that run from the first to the last without a branch between.</summary>
internal sealed record BasicBlock(int Start, List<Instruction> Instructions)
{
    public Instruction Last => Instructions[^1];

    /// <summary>Offsets of the blocks that may follow.</summary>
    public IEnumerable<int> Successors => Last.EndsFlow ? Last.Targets : Last.Targets.Append(Last.Next);

    public static SortedDictionary<int, BasicBlock> Split(List<Instruction> instructions)
    {
        var leaders = new HashSet<int> { 0 };
        foreach (var instruction in instructions.Where(instruction => instruction.IsBranch || instruction.EndsFlow))
        {
            leaders.UnionWith(instruction.Targets);
            leaders.Add(instruction.Next);
        }

        var blocks = new SortedDictionary<int, BasicBlock>();
        List<Instruction> current = [];
        foreach (var instruction in instructions)
        {
            if (leaders.Contains(instruction.Offset))
                blocks[instruction.Offset] = new(instruction.Offset, current = []);
            current.Add(instruction);
        }

        return blocks;
    }
}
