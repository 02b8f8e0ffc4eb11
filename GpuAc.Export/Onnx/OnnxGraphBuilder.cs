using System.Buffers.Binary;

namespace GpuAc.Export.Onnx;

/// <summary>Collects the nodes, constants, inputs and outputs of one ONNX graph, in the order in which they are added.</summary>
internal sealed class OnnxGraphBuilder
{
    /// <summary>Name of the dimension along which observations are stacked.</summary>
    internal const string BatchDimension = "batch";

    private readonly ProtobufWriter nodes = new();
    private readonly ProtobufWriter initializers = new();
    private readonly ProtobufWriter inputs = new();
    private readonly ProtobufWriter outputs = new();

    /// <summary>Adds a node with one output.</summary>
    /// <param name="operation">ONNX operator.</param>
    /// <param name="operands">Names of its inputs.</param>
    /// <param name="output">Name of its output; the node is called likewise.</param>
    /// <param name="attributes">Integer attributes.</param>
    /// <returns><paramref name="output"/>.</returns>
    internal string Node(string operation, string[] operands, string output, params (string Name, long Value)[] attributes)
    {
        var node = new ProtobufWriter();
        foreach (string operand in operands)
            node.Text(OnnxFields.NodeInput, operand);
        node.Text(OnnxFields.NodeOutput, output);
        node.Text(OnnxFields.NodeName, output);
        node.Text(OnnxFields.NodeOpType, operation);
        foreach ((string name, long value) in attributes)
        {
            var attribute = new ProtobufWriter();
            attribute.Text(OnnxFields.AttributeName, name);
            attribute.Integer(OnnxFields.AttributeInteger, value);
            attribute.Integer(OnnxFields.AttributeType, OnnxFields.AttributeTypeInteger);
            node.Message(OnnxFields.NodeAttribute, attribute);
        }

        nodes.Message(OnnxFields.GraphNode, node);
        return output;
    }

    /// <summary>Adds a float constant.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its elements, row-major.</param>
    /// <param name="dimensions">Its shape; none for a scalar.</param>
    /// <returns><paramref name="name"/>.</returns>
    internal string Constant(string name, ReadOnlySpan<float> values, params int[] dimensions)
    {
        ProtobufWriter tensor = Tensor(OnnxFields.ElementFloat, dimensions, name);
        tensor.SinglesAsBytes(OnnxFields.TensorRawData, values);
        initializers.Message(OnnxFields.GraphInitializer, tensor);
        return name;
    }

    /// <summary>Adds a constant of 64-bit integers, one-dimensional.</summary>
    internal string Constant(string name, params long[] values)
    {
        ProtobufWriter tensor = Tensor(OnnxFields.ElementInt64, [values.Length], name);
        var bytes = new byte[8 * values.Length];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8 * i), values[i]);
        tensor.Bytes(OnnxFields.TensorRawData, bytes);
        initializers.Message(OnnxFields.GraphInitializer, tensor);
        return name;
    }

    /// <summary>Declares a float input [batch, size].</summary>
    internal void Input(string name, int size) =>
        inputs.Message(OnnxFields.GraphInput, Value(name, OnnxFields.ElementFloat, batched: true, size));

    /// <summary>Declares an output: [batch, sizes...], or just [sizes...] when not batched.</summary>
    internal void Output(string name, int elementType, bool batched, params int[] sizes) =>
        outputs.Message(OnnxFields.GraphOutput, Value(name, elementType, batched, sizes));

    /// <summary>The graph as a message.</summary>
    internal ProtobufWriter Build(string name)
    {
        var graph = new ProtobufWriter();
        graph.Raw(nodes.Written);
        graph.Text(OnnxFields.GraphName, name);
        graph.Raw(initializers.Written);
        graph.Raw(inputs.Written);
        graph.Raw(outputs.Written);
        return graph;
    }

    private static ProtobufWriter Tensor(int elementType, int[] dimensions, string name)
    {
        var tensor = new ProtobufWriter();
        foreach (int dimension in dimensions)
            tensor.Integer(OnnxFields.TensorDims, dimension);
        tensor.Integer(OnnxFields.TensorDataType, elementType);
        tensor.Text(OnnxFields.TensorName, name);
        return tensor;
    }

    private static ProtobufWriter Value(string name, int elementType, bool batched, params int[] sizes)
    {
        var shape = new ProtobufWriter();
        var dimension = new ProtobufWriter();
        if (batched)
        {
            dimension.Text(OnnxFields.DimParam, BatchDimension);
            shape.Message(OnnxFields.ShapeDim, dimension);
        }

        foreach (int size in sizes)
        {
            dimension = new ProtobufWriter();
            dimension.Integer(OnnxFields.DimValue, size);
            shape.Message(OnnxFields.ShapeDim, dimension);
        }

        var tensor = new ProtobufWriter();
        tensor.Integer(OnnxFields.TensorTypeElement, elementType);
        tensor.Message(OnnxFields.TensorTypeShape, shape);
        var type = new ProtobufWriter();
        type.Message(OnnxFields.TypeTensor, tensor);
        var value = new ProtobufWriter();
        value.Text(OnnxFields.ValueName, name);
        value.Message(OnnxFields.ValueType, type);
        return value;
    }
}
