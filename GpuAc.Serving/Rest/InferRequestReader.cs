using System.Buffers;
using System.Text.Json;
using GpuAc.Serving.Tensors;

namespace GpuAc.Serving.Rest;

/// <summary>Reads the protocol's JSON request in one pass, whatever the order of its members. Elements may be nested as the shape is, or flat.</summary>
internal ref struct InferRequestReader
{
    private const string FormatRule = "The body must be a JSON object of the Open Inference Protocol";

    private Utf8JsonReader json;

    private InferRequestReader(in ReadOnlySequence<byte> body) => json = new Utf8JsonReader(body);

    /// <summary>Reads a request.</summary>
    /// <exception cref="RefusedException">The body is no JSON, or no request.</exception>
    internal static InferRequest Read(in ReadOnlySequence<byte> body)
    {
        try
        {
            var reader = new InferRequestReader(body);
            InferRequest request = reader.ReadRequest();
            if (reader.json.Read())
                throw RefusedException.Malformed($"{FormatRule}, but something follows it.");
            return request;
        }
        catch (JsonException cause)
        {
            throw new RefusedException(RefusalReason.Malformed, $"{FormatRule}, but it is no JSON: {cause.Message}", cause);
        }
        catch (InvalidOperationException cause)
        {
            // Text that is JSON, but whose bytes or escapes are no Unicode.
            throw new RefusedException(RefusalReason.Malformed, $"{FormatRule}, but it holds text that is no Unicode.", cause);
        }
    }

    private InferRequest ReadRequest()
    {
        string? id = null;
        List<InputTensor>? inputs = null;
        List<string> outputs = [];
        Expect(JsonTokenType.StartObject, "the request", "an object");
        while (NextMember())
        {
            switch (json.GetString())
            {
                case "id":
                    id = ReadText("'id'");
                    break;
                case "inputs":
                    inputs = ReadList("'inputs'", static (ref InferRequestReader reader) => reader.ReadInput());
                    break;
                case "outputs":
                    outputs = ReadList("'outputs'", static (ref InferRequestReader reader) => reader.ReadOutput());
                    break;
                default:
                    SkipValue();
                    break;
            }
        }

        return new InferRequest(id, inputs ?? throw RefusedException.Malformed($"{FormatRule}, but has no 'inputs'."), outputs);
    }

    private InputTensor ReadInput()
    {
        string? name = null, datatype = null;
        List<long>? shape = null;
        float[]? data = null;
        while (NextMember())
        {
            switch (json.GetString())
            {
                case "name":
                    name = ReadText("'name' of an input");
                    break;
                case "datatype":
                    datatype = ReadText("'datatype' of an input");
                    break;
                case "shape":
                    shape = ReadShape();
                    break;
                case "data":
                    data = ReadData();
                    break;
                default:
                    SkipValue();
                    break;
            }
        }

        return new InputTensor(
            name ?? throw Missing("name"), datatype ?? throw Missing("datatype"), [.. shape ?? throw Missing("shape")],
            data ?? throw Missing("data"));
    }

    private string ReadOutput()
    {
        string? name = null;
        while (NextMember())
        {
            if (json.ValueTextEquals("name"u8))
                name = ReadText("'name' of an output");
            else
                SkipValue();
        }

        return name ?? throw RefusedException.Malformed("An output has no 'name'.");
    }

    private delegate T ItemReader<T>(ref InferRequestReader reader);

    private List<T> ReadList<T>(string thing, ItemReader<T> item)
    {
        var items = new List<T>();
        Expect(JsonTokenType.StartArray, thing, "an array");
        while (Next() != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
                throw RefusedException.Malformed($"{thing} must hold objects.");
            items.Add(item(ref this));
        }

        return items;
    }

    private List<long> ReadShape()
    {
        var shape = new List<long>();
        Expect(JsonTokenType.StartArray, "'shape' of an input", "an array");
        while (Next() != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long dimension))
                throw RefusedException.Malformed("'shape' of an input must hold whole numbers.");
            shape.Add(dimension);
        }

        return shape;
    }

    private float[] ReadData()
    {
        var data = new List<float>();
        int depth = 1;
        Expect(JsonTokenType.StartArray, "'data' of an input", "an array");
        while (depth > 0)
        {
            switch (Next())
            {
                case JsonTokenType.StartArray:
                    depth++;
                    break;
                case JsonTokenType.EndArray:
                    depth--;
                    break;
                case JsonTokenType.Number:
                    data.Add(json.TryGetSingle(out float number) ? number : float.NaN);
                    break;
                default:
                    throw RefusedException.Malformed($"'data' of an input must hold numbers, but holds {json.TokenType}.");
            }
        }

        return [.. data];
    }

    private string ReadText(string thing)
    {
        Expect(JsonTokenType.String, thing, "text");
        return json.GetString()!;
    }

    private void Expect(JsonTokenType type, string thing, string description)
    {
        if (Next() != type)
            throw RefusedException.Malformed($"{FormatRule}, in which {thing} is {description}; here it is {json.TokenType}.");
    }

    private bool NextMember() => Next() == JsonTokenType.PropertyName;

    private void SkipValue()
    {
        Next();
        json.Skip();
    }

    private JsonTokenType Next() => json.Read() ? json.TokenType : throw new JsonException("it ends too early.");

    private static RefusedException Missing(string member) => RefusedException.Malformed($"An input has no '{member}'.");
}
