using Google.Protobuf;

namespace GpuAc.Export.Onnx;

/// <summary>
/// Takes ONNX files apart without running them. They may be anything: what is read takes memory in proportion to the file.
/// </summary>
internal static class OnnxReader
{
    private static readonly MessageParser<ModelHeaderProto> HeaderParser = ModelHeaderProto.Parser.WithDiscardUnknownFields(true);

    /// <summary>Reads what a file says about itself, and passes over its graph.</summary>
    /// <exception cref="InvalidDataException">The bytes are no ONNX model.</exception>
    internal static ModelHeaderProto ReadHeader(byte[] file)
    {
        ModelHeaderProto header = Parse(HeaderParser, file);
        return header.HasIrVersion ? header : throw new InvalidDataException("it has no IR version");
    }

    /// <summary>Reads a file. What the format has beyond <c>onnx.proto</c> here is kept, and written again.</summary>
    /// <exception cref="InvalidDataException">The bytes are no ONNX model; the message says where they stop making sense.</exception>
    internal static ModelProto Read(byte[] file)
    {
        ModelProto model = Parse(ModelProto.Parser, file);
        return model.Graph != null ? model : throw new InvalidDataException("it holds no graph");
    }

    /// <summary>The metadata, by key; of entries with the same key the last one counts.</summary>
    internal static Dictionary<string, string> Metadata(this ModelHeaderProto header)
    {
        var metadata = new Dictionary<string, string>();
        foreach (StringStringEntryProto entry in header.MetadataProps)
            metadata[entry.Key] = entry.Value;
        return metadata;
    }

    /// <summary>Element type of an input or output; <c>Undefined</c> when it is no tensor.</summary>
    internal static TensorProto.Types.DataType ElementType(this ValueInfoProto value) =>
        (TensorProto.Types.DataType)(value.Type?.TensorType?.ElemType ?? 0);

    /// <summary>Dimensions of an input or output: a name, a size in digits, or a question mark.</summary>
    internal static List<string> Dimensions(this ValueInfoProto value)
    {
        var dimensions = new List<string>();
        TensorShapeProto? shape = value.Type?.TensorType?.Shape;
        if (shape == null)
            return dimensions;
        foreach (TensorShapeProto.Types.Dimension dimension in shape.Dim)
            dimensions.Add(dimension.HasDimParam ? dimension.DimParam : dimension.HasDimValue ? $"{dimension.DimValue}" : "?");
        return dimensions;
    }

    private static T Parse<T>(MessageParser<T> parser, byte[] file)
        where T : IMessage<T>
    {
        var input = new CodedInputStream(file);
        try
        {
            T message = parser.ParseFrom(input);
            if (input.IsAtEnd)
                return message;
        }
        catch (InvalidProtocolBufferException cause)
        {
            throw new InvalidDataException($"it is cut off or malformed at byte {input.Position}", cause);
        }

        // A group that ends without having begun ends the message, as the parser sees it.
        throw new InvalidDataException($"it is cut off or malformed at byte {input.Position}");
    }
}
