namespace ILGPU.Backends.C;

/// <summary>Functions written in C that a source includes when it uses them: what C leaves undefined or lacks, as C# defines it.</summary>
internal static class Helpers
{
    private static readonly Dictionary<string, string> Sources = Build();

    /// <summary>The source of a helper, or null when there is none of that name.</summary>
    public static string? Find(string name) => Sources.GetValueOrDefault(name);

    private static Dictionary<string, string> Build()
    {
        var sources = new Dictionary<string, string>
        {
            ["div_int"] = "DEVICE int div_int(int a, int b) { return b == -1 ? (int)(0u - (uint)a) : b == 0 ? 0 : a / b; }",
            ["rem_int"] = "DEVICE int rem_int(int a, int b) { return b == -1 || b == 0 ? 0 : a % b; }",
            ["div_int64"] = "DEVICE int64 div_int64(int64 a, int64 b) { return b == -1 ? (int64)(0u - (uint64)a) : b == 0 ? 0 : a / b; }",
            ["rem_int64"] = "DEVICE int64 rem_int64(int64 a, int64 b) { return b == -1 || b == 0 ? 0 : a % b; }",
            ["div_uint"] = "DEVICE int div_uint(uint a, uint b) { return (int)(b == 0 ? 0 : a / b); }",
            ["rem_uint"] = "DEVICE int rem_uint(uint a, uint b) { return (int)(b == 0 ? 0 : a % b); }",
            ["div_uint64"] = "DEVICE int64 div_uint64(uint64 a, uint64 b) { return (int64)(b == 0 ? 0 : a / b); }",
            ["rem_uint64"] = "DEVICE int64 rem_uint64(uint64 a, uint64 b) { return (int64)(b == 0 ? 0 : a % b); }",
        };
        foreach (var type in new[] { "float", "double" })
        {
            var bits = type == "float" ? "float_is_negative" : "double_is_negative";
            sources[$"max_{type}"] =
                $"DEVICE {type} max_{type}({type} a, {type} b) {{ return a != b ? (a != a ? a : b < a ? a : b) : {bits}(b) ? a : b; }}";
            sources[$"min_{type}"] =
                $"DEVICE {type} min_{type}({type} a, {type} b) {{ return a != b ? (a != a ? a : a < b ? a : b) : {bits}(a) ? a : b; }}";
            sources[$"sign_{type}"] = $"DEVICE int sign_{type}({type} a) {{ return a < 0 ? -1 : a > 0 ? 1 : 0; }}";
            AddSaturations(sources, type);
        }

        foreach (var type in new[] { "int", "uint", "int64", "uint64" })
        {
            sources[$"max_{type}"] = $"DEVICE {type} max_{type}({type} a, {type} b) {{ return a > b ? a : b; }}";
            sources[$"min_{type}"] = $"DEVICE {type} min_{type}({type} a, {type} b) {{ return a < b ? a : b; }}";
        }

        foreach (var type in new[] { "int", "int64" })
        {
            sources[$"abs_{type}"] = $"DEVICE {type} abs_{type}({type} a) {{ return a < 0 ? ({type})(0u - (u{type})a) : a; }}";
            sources[$"sign_{type}"] = $"DEVICE int sign_{type}({type} a) {{ return a < 0 ? -1 : a > 0 ? 1 : 0; }}";
        }

        foreach (var type in new[] { "float", "double", "int", "uint", "int64", "uint64" })
        {
            sources[$"clamp_{type}"] =
                $"DEVICE {type} clamp_{type}({type} value, {type} low, {type} high) {{ return value < low ? low : value > high ? high : "
                + $"value; }}";
        }

        return sources;
    }

    /// <summary>Conversions of a float to an integer: towards zero, saturated, NaN to 0.</summary>
    private static void AddSaturations(Dictionary<string, string> sources, string source)
    {
        void Add(string target, string low, string high, string smallest, string largest) =>
            sources[$"{source}_to_{target}"] =
                $"DEVICE {(target == "uint" ? "int" : target == "uint64" ? "int64" : target)} {source}_to_{target}({source} a) "
                + $"{{ return a != a ? 0 : a <= ({source}){low} ? {smallest} : a >= ({source}){high} ? {largest} : "
                + $"{(target == "uint" ? "(int)(uint)a" : target == "uint64" ? "(int64)(uint64)a" : $"({target})a")}; }}";
        Add("int", "-2147483648.0", "2147483648.0", "(-2147483647 - 1)", "2147483647");
        Add("uint", "0.0", "4294967296.0", "0", "-1");
        Add("int64", "-9223372036854775808.0", "9223372036854775808.0", "(int64)((uint64)1 << 63)", "(int64)(((uint64)1 << 63) - 1)");
        Add("uint64", "0.0", "18446744073709551616.0", "(int64)0", "(int64)-1");
    }
}
