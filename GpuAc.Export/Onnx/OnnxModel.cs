namespace GpuAc.Export.Onnx;

/// <summary>What is read from an ONNX file without running it: metadata, inputs and outputs, and where the graph's parts lie.</summary>
internal sealed class OnnxModel
{
    private OnnxModel(byte[] file) => File = file;

    /// <summary>A node of the graph.</summary>
    internal sealed record Node(Range Field, string Operation, List<string> Inputs, List<string> Outputs);

    /// <summary>A constant of the graph.</summary>
    internal sealed record Initializer(Range Field, string Name);

    /// <summary>An input or output; a dimension is a name, or a size in digits.</summary>
    internal sealed record Value(Range Field, string Name, int ElementType, List<string> Dimensions);

    /// <summary>The whole file.</summary>
    internal byte[] File { get; }

    /// <summary>The graph's field in the file, tag included.</summary>
    internal Range GraphField { get; private set; }

    /// <summary>IR version.</summary>
    internal long IrVersion { get; private set; }

    /// <summary>Version of the default operator set.</summary>
    internal long Opset { get; private set; }

    /// <summary>Metadata entries.</summary>
    internal Dictionary<string, string> Metadata { get; } = [];

    /// <summary>Nodes, in the file's order.</summary>
    internal List<Node> Nodes { get; } = [];

    /// <summary>Constants, in the file's order.</summary>
    internal List<Initializer> Initializers { get; } = [];

    /// <summary>Inputs, in the file's order.</summary>
    internal List<Value> Inputs { get; } = [];

    /// <summary>Outputs, in the file's order.</summary>
    internal List<Value> Outputs { get; } = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The bytes are no ONNX model; the message says where they stop making sense.</exception>
    internal static OnnxModel Parse(byte[] file)
    {
        var model = new OnnxModel(file);
        var reader = new ProtobufReader(file);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case OnnxFields.ModelIrVersion:
                    model.IrVersion = reader.Integer;
                    break;
                case OnnxFields.ModelGraph:
                    model.GraphField = reader.FieldStart..reader.FieldEnd;
                    model.ParseGraph(reader.Message);
                    break;
                case OnnxFields.ModelOpsetImport:
                    ParseOpset(reader.Message, model);
                    break;
                case OnnxFields.ModelMetadataProps:
                    ParseEntry(reader.Message, model.Metadata);
                    break;
                default:
                    break;
            }
        }

        if (model.GraphField.End.Value == 0)
            throw new InvalidDataException("it holds no graph");
        return model;
    }

    private static void ParseOpset(ProtobufReader reader, OnnxModel model)
    {
        while (reader.Next())
        {
            if (reader.Field == OnnxFields.OpsetVersion)
                model.Opset = reader.Integer;
        }
    }

    private static void ParseEntry(ProtobufReader reader, Dictionary<string, string> metadata)
    {
        string key = "";
        string value = "";
        while (reader.Next())
        {
            if (reader.Field == OnnxFields.EntryKey)
                key = reader.Text;
            else if (reader.Field == OnnxFields.EntryValue)
                value = reader.Text;
        }

        metadata[key] = value;
    }

    private void ParseGraph(ProtobufReader reader)
    {
        while (reader.Next())
        {
            Range field = reader.FieldStart..reader.FieldEnd;
            switch (reader.Field)
            {
                case OnnxFields.GraphNode:
                    Nodes.Add(ParseNode(field, reader.Message));
                    break;
                case OnnxFields.GraphInitializer:
                    Initializers.Add(new Initializer(field, ParseName(reader.Message, OnnxFields.TensorName)));
                    break;
                case OnnxFields.GraphInput:
                    Inputs.Add(ParseValue(field, reader.Message));
                    break;
                case OnnxFields.GraphOutput:
                    Outputs.Add(ParseValue(field, reader.Message));
                    break;
                default:
                    break;
            }
        }
    }

    private static Node ParseNode(Range field, ProtobufReader reader)
    {
        string operation = "";
        List<string> inputs = [];
        List<string> outputs = [];
        while (reader.Next())
        {
            if (reader.Field == OnnxFields.NodeInput)
                inputs.Add(reader.Text);
            else if (reader.Field == OnnxFields.NodeOutput)
                outputs.Add(reader.Text);
            else if (reader.Field == OnnxFields.NodeOpType)
                operation = reader.Text;
        }

        return new Node(field, operation, inputs, outputs);
    }

    private static string ParseName(ProtobufReader reader, int nameField)
    {
        string name = "";
        while (reader.Next())
        {
            if (reader.Field == nameField)
                name = reader.Text;
        }

        return name;
    }

    private static Value ParseValue(Range field, ProtobufReader reader)
    {
        string name = "";
        int elementType = 0;
        List<string> dimensions = [];
        while (reader.Next())
        {
            if (reader.Field == OnnxFields.ValueName)
                name = reader.Text;
            else if (reader.Field == OnnxFields.ValueType)
                ParseType(reader.Message, ref elementType, dimensions);
        }

        return new Value(field, name, elementType, dimensions);
    }

    private static void ParseType(ProtobufReader type, ref int elementType, List<string> dimensions)
    {
        while (type.Next())
        {
            if (type.Field != OnnxFields.TypeTensor)
                continue;
            ProtobufReader tensor = type.Message;
            while (tensor.Next())
            {
                if (tensor.Field == OnnxFields.TensorTypeElement)
                    elementType = (int)tensor.Integer;
                else if (tensor.Field == OnnxFields.TensorTypeShape)
                    ParseShape(tensor.Message, dimensions);
            }
        }
    }

    private static void ParseShape(ProtobufReader shape, List<string> dimensions)
    {
        while (shape.Next())
        {
            ProtobufReader dimension = shape.Message;
            string text = "?";
            while (dimension.Next())
                text = dimension.Field == OnnxFields.DimParam ? dimension.Text : dimension.Integer.ToString();
            dimensions.Add(text);
        }
    }
}
