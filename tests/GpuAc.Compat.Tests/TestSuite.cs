using System.Globalization;
using System.Text.Json;

namespace GpuAc.Compat.Tests;

/// <summary>The public MessagePack test suite: values, and all byte sequences that encode them.</summary>
internal static class TestSuite
{
    internal static IEnumerable<(JsonElement Entry, byte[][] Encodings)> Load()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Reference", "msgpack", "msgpack-test-suite.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement root = document.RootElement.Clone();
        return root.EnumerateObject().SelectMany(group => group.Value.EnumerateArray()).Select(entry =>
            (entry, entry.GetProperty("msgpack").EnumerateArray().Select(hex => FromHex(hex.GetString()!)).ToArray()));
    }

    internal static byte[] FromHex(string text) => Convert.FromHexString(text.Replace("-", "", StringComparison.Ordinal));

    /// <summary>An entry's number.</summary>
    internal static double Number(JsonElement entry) =>
        entry.TryGetProperty("number", out JsonElement number) ? number.GetDouble() : (double)Integer(entry);

    /// <summary>An entry's integer, exact where the JSON number is not.</summary>
    internal static Int128 Integer(JsonElement entry) =>
        entry.TryGetProperty("bignum", out JsonElement big)
            ? Int128.Parse(big.GetString()!, CultureInfo.InvariantCulture)
            : (Int128)entry.GetProperty("number").GetDouble();
}
