using System.Text;
using System.Text.Json;

namespace GpuAc.Cli.Output;

/// <summary>One JSON object on standard output. Numbers that JSON has no form for become null.</summary>
internal sealed class JsonReport : IDisposable
{
    private readonly MemoryStream buffer = new();
    private readonly Utf8JsonWriter json;

    /// <summary>Opens the object.</summary>
    public JsonReport()
    {
        json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
    }

    /// <summary>Adds a text, or null.</summary>
    public JsonReport Add(string name, string? value)
    {
        json.WriteString(name, value);
        return this;
    }

    /// <summary>Adds a whole number.</summary>
    public JsonReport Add(string name, long value)
    {
        json.WriteNumber(name, value);
        return this;
    }

    /// <summary>Adds a number.</summary>
    public JsonReport Add(string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
        return this;
    }

    /// <summary>Adds true, false, or null.</summary>
    public JsonReport Add(string name, bool? value)
    {
        if (value is { } flag)
            json.WriteBoolean(name, flag);
        else
            json.WriteNull(name);
        return this;
    }

    /// <summary>Adds an array of objects.</summary>
    public JsonReport AddArray<T>(string name, IEnumerable<T> items, Action<JsonReport, T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(this, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        return this;
    }

    /// <summary>Adds an array of texts.</summary>
    public JsonReport AddTexts(string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (string item in items)
            json.WriteStringValue(item);
        json.WriteEndArray();
        return this;
    }

    /// <summary>Adds an object.</summary>
    public JsonReport AddObject(string name, Action<JsonReport> write)
    {
        json.WriteStartObject(name);
        write(this);
        json.WriteEndObject();
        return this;
    }

    /// <summary>Closes the object and prints it on a line.</summary>
    public void Print(TextWriter output)
    {
        json.WriteEndObject();
        json.Flush();
        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        json.Dispose();
        buffer.Dispose();
    }
}
