using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using GpuAc.Serving.Models;
using GpuAc.Serving.Tensors;

namespace GpuAc.Serving.Rest;

/// <summary>The protocol's JSON answers.</summary>
internal static class RestAnswers
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary><c>{"NAME": true}</c>, and the policy's name where it is about one.</summary>
    internal static void WriteState(IBufferWriter<byte> body, string name, bool value, string? model = null)
    {
        using var json = new Utf8JsonWriter(body, Options);
        json.WriteStartObject();
        if (model != null)
            json.WriteString("name", model);
        json.WriteBoolean(name, value);
        json.WriteEndObject();
    }

    /// <summary><c>{"error": "MESSAGE"}</c>.</summary>
    internal static void WriteError(IBufferWriter<byte> body, string message)
    {
        using var json = new Utf8JsonWriter(body, Options);
        json.WriteStartObject();
        json.WriteString("error", message);
        json.WriteEndObject();
    }

    /// <summary>The server's name and version.</summary>
    internal static void WriteServer(IBufferWriter<byte> body, string name, string version)
    {
        using var json = new Utf8JsonWriter(body, Options);
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("version", version);
        json.WriteStartArray("extensions");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A policy's versions, input and outputs.</summary>
    internal static void WriteModel(IBufferWriter<byte> body, PolicyVersions versions, ServedPolicy policy)
    {
        using var json = new Utf8JsonWriter(body, Options);
        json.WriteStartObject();
        json.WriteString("name", versions.Name);
        json.WriteStartArray("versions");
        foreach (ServedPolicy version in versions.Policies)
            json.WriteStringValue(version.VersionText);
        json.WriteEndArray();
        json.WriteString("platform", ServedPolicy.Platform);
        Write(json, "inputs", [policy.Signature.Input]);
        Write(json, "outputs", policy.Signature.Outputs);
        json.WriteEndObject();
    }

    /// <summary>An inference.</summary>
    internal static void WriteInferred(IBufferWriter<byte> body, Inferred inferred, string? id)
    {
        using var json = new Utf8JsonWriter(body, Options);
        json.WriteStartObject();
        json.WriteString("model_name", inferred.Policy.Name);
        json.WriteString("model_version", inferred.Policy.VersionText);
        if (id != null)
            json.WriteString("id", id);
        json.WriteStartArray("outputs");
        foreach (OutputTensor output in inferred.Outputs)
        {
            json.WriteStartObject();
            Describe(json, output.Name, output.Datatype, output.Shape);
            json.WriteStartArray("data");
            foreach (float number in output.Floats ?? [])
                json.WriteNumberValue(number);
            foreach (long number in output.Integers ?? [])
                json.WriteNumberValue(number);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<TensorSpec> tensors)
    {
        json.WriteStartArray(name);
        foreach (TensorSpec tensor in tensors)
        {
            json.WriteStartObject();
            Describe(json, tensor.Name, tensor.Datatype, tensor.Shape);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Describe(Utf8JsonWriter json, string name, string datatype, long[] shape)
    {
        json.WriteString("name", name);
        json.WriteString("datatype", datatype);
        json.WriteStartArray("shape");
        foreach (long dimension in shape)
            json.WriteNumberValue(dimension);
        json.WriteEndArray();
    }
}
