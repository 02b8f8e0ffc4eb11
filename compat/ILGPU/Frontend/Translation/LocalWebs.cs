using System.Reflection.Emit;
using ILGPU.Frontend.IL;

namespace ILGPU.Frontend.Translation;

/// <summary>
/// Tells apart the C# variables that the compiler put into one slot: stores and loads that can see each other form a web.
/// Needed where a slot holds references, which may then lie in different address spaces.
/// </summary>
internal sealed class LocalWebs
{
    private readonly Dictionary<int, int> webByOffset = [];

    public LocalWebs(SortedDictionary<int, BasicBlock> blocks, int slot)
    {
        var reaching = blocks.Keys.ToDictionary(start => start, _ => new HashSet<int>());
        reaching[0].Add(-1);
        var links = new Dictionary<int, int>();
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var block in blocks.Values)
            {
                var current = new HashSet<int>(reaching[block.Start]);
                foreach (var instruction in block.Instructions)
                {
                    if (Slot(instruction) != slot)
                        continue;
                    if (IsStore(instruction))
                        current = [instruction.Offset];
                    else
                        Link(links, instruction.Offset, current);
                }

                foreach (var successor in block.Successors.Where(reaching.ContainsKey))
                {
                    var before = reaching[successor].Count;
                    reaching[successor].UnionWith(current);
                    changed |= reaching[successor].Count != before;
                }
            }
        }

        foreach (var instruction in blocks.Values.SelectMany(block => block.Instructions).Where(instruction => Slot(instruction) == slot))
            webByOffset[instruction.Offset] = Find(links, instruction.Offset);
    }

    /// <summary>The web of a load or store: the same number for all that belong together.</summary>
    public int this[int offset] => webByOffset[offset];

    /// <summary>The slot that an instruction loads or stores, or -1.</summary>
    public static int Slot(Instruction instruction)
    {
        var code = instruction.OpCode;
        if (code == OpCodes.Ldloc || code == OpCodes.Ldloc_S || code == OpCodes.Stloc || code == OpCodes.Stloc_S)
            return (int)instruction.Operand!;
        if (code.Value >= OpCodes.Ldloc_0.Value && code.Value <= OpCodes.Ldloc_3.Value)
            return code.Value - OpCodes.Ldloc_0.Value;
        if (code.Value >= OpCodes.Stloc_0.Value && code.Value <= OpCodes.Stloc_3.Value)
            return code.Value - OpCodes.Stloc_0.Value;
        return -1;
    }

    private static bool IsStore(Instruction instruction) => instruction.OpCode.Name!.StartsWith("stloc", StringComparison.Ordinal);

    private static void Link(Dictionary<int, int> links, int load, HashSet<int> stores)
    {
        foreach (var store in stores)
        {
            var (a, b) = (Find(links, load), Find(links, store));
            if (a != b)
                links[a] = b;
        }
    }

    private static int Find(Dictionary<int, int> links, int item)
    {
        while (links.TryGetValue(item, out var next))
            item = next;
        return item;
    }
}
