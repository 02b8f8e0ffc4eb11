namespace GpuAc.Export.Tests.Support;

/// <summary>ONNX files, as they are and broken on purpose.</summary>
internal static class OnnxFiles
{
    /// <summary>The field of a message, empty, under a number: tag, then length 0.</summary>
    internal static byte[] EmptyMessage(int field) => [(byte)((field << 3) | 2), 0];

    /// <summary>A tag, the length that follows it, and nothing else.</summary>
    internal static byte[] Claim(int field, ulong length)
    {
        var bytes = new List<byte> { (byte)((field << 3) | 2) };
        for (; length >= 0x80; length >>= 7)
            bytes.Add((byte)(length | 0x80));
        bytes.Add((byte)length);
        return [.. bytes];
    }

    /// <summary>A field that holds bytes.</summary>
    internal static byte[] Field(int field, byte[] content) => [.. Claim(field, (ulong)content.Length), .. content];

    /// <summary>A copy with a few bytes changed, cut out or doubled.</summary>
    internal static byte[] Mutate(byte[] file, Numbers numbers)
    {
        var changed = new List<byte>(file);
        for (int left = 1 + (int)(numbers.Next() % 4); left > 0 && changed.Count > 0; left--)
        {
            int at = (int)(numbers.Next() % (ulong)changed.Count);
            int count = Math.Min(1 + (int)(numbers.Next() % 8), changed.Count - at);
            switch (numbers.Next() % 4)
            {
                case 0:
                    changed.RemoveRange(at, count);
                    break;
                case 1:
                    changed.InsertRange(at, changed.GetRange(at, count));
                    break;
                case 2:
                    changed[at] = (byte)(numbers.Next() % 2 == 0 ? 0xFF : 0);
                    break;
                default:
                    changed[at] = (byte)numbers.Next();
                    break;
            }
        }

        return [.. changed];
    }
}
