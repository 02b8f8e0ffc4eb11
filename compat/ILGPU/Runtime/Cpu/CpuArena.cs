using System.Runtime.InteropServices;

namespace ILGPU.Runtime.CPU;

/// <summary>Memory that is taken piece by piece and given back at once; pieces keep their addresses.</summary>
internal sealed unsafe class CpuArena
{
    private const long ChunkBytes = 1 << 16;

    private readonly List<(nint Memory, long Bytes)> chunks = [];
    private int chunk;
    private long used;

    public nint Take(long bytes)
    {
        bytes = (bytes + 63) / 64 * 64;
        while (chunk < chunks.Count && used + bytes > chunks[chunk].Bytes)
        {
            chunk++;
            used = 0;
        }

        if (chunk == chunks.Count)
        {
            var size = Math.Max(bytes, ChunkBytes);
            chunks.Add(((nint)NativeMemory.AlignedAlloc((nuint)size, 64), size));
            used = 0;
        }

        var taken = chunks[chunk].Memory + (nint)used;
        used += bytes;
        return taken;
    }

    public void Reset() => (chunk, used) = (0, 0);

    public void Free()
    {
        foreach (var (memory, _) in chunks)
            NativeMemory.AlignedFree((void*)memory);
        chunks.Clear();
        Reset();
    }
}
