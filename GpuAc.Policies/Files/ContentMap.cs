using System.Buffers;
using MessagePack;

namespace GpuAc.Policies.Files;

/// <summary>A MessagePack map taken apart: where each named value lies. Order does not matter, and unknown names do no harm.</summary>
internal sealed class ContentMap
{
    private readonly Dictionary<string, ReadOnlySequence<byte>> parts = [];

    /// <summary>Takes a map apart that is all of the content.</summary>
    internal ContentMap(ReadOnlyMemory<byte> content)
        : this(new ReadOnlySequence<byte>(content))
    {
    }

    /// <summary>Takes a map apart.</summary>
    private ContentMap(ReadOnlySequence<byte> content)
    {
        var reader = new MessagePackReader(content);
        int count = reader.ReadMapHeader();
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString() ?? "";
            SequencePosition start = reader.Position;
            reader.Skip();
            parts[name] = content.Slice(start, reader.Position);
        }
    }

    /// <summary>Whether there is a value of that name.</summary>
    internal bool Has(string name) => parts.ContainsKey(name);

    /// <summary>A reader at the named value.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    internal MessagePackReader Part(string name) => new(Find(name));

    /// <summary>The named value, which is a map itself.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    internal ContentMap Map(string name) => new(Find(name));

    private ReadOnlySequence<byte> Find(string name) =>
        parts.TryGetValue(name, out ReadOnlySequence<byte> part) ? part : throw new InvalidDataException($"it lacks '{name}'");
}
