using System.Buffers.Binary;
using Google.Protobuf;
using ElementType = GpuAc.Export.Onnx.TensorProto.Types.DataType;

namespace GpuAc.Export.Onnx;

/// <summary>Collects the nodes, constants, inputs and outputs of one ONNX graph, in the order in which they are added.</summary>
internal sealed class OnnxGraphBuilder
{
    /// <summary>Name of the dimension along which observations are stacked.</summary>
    internal const string BatchDimension = "batch";

    private readonly GraphProto graph;

    /// <summary>Begins a graph, or goes on with one.</summary>
    /// <param name="graph">The graph to add to, or null for a new one.</param>
    internal OnnxGraphBuilder(GraphProto? graph = null) => this.graph = graph ?? new GraphProto();

    /// <summary>Adds a node with one output.</summary>
    /// <param name="operation">ONNX operator.</param>
    /// <param name="operands">Names of its inputs.</param>
    /// <param name="output">Name of its output; the node is called likewise.</param>
    /// <param name="attributes">Integer attributes.</param>
    /// <returns><paramref name="output"/>.</returns>
    internal string Node(string operation, string[] operands, string output, params (string Name, long Value)[] attributes)
    {
        var node = new NodeProto { Name = output, OpType = operation };
        foreach (string operand in operands)
            node.Input.Add(operand);
        node.Output.Add(output);
        foreach ((string name, long value) in attributes)
            node.Attribute.Add(new AttributeProto { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int });
        graph.Node.Add(node);
        return output;
    }

    /// <summary>Adds a float constant.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its elements, row-major.</param>
    /// <param name="dimensions">Its shape; none for a scalar.</param>
    /// <returns><paramref name="name"/>.</returns>
    internal string Constant(string name, ReadOnlySpan<float> values, params int[] dimensions)
    {
        var bytes = new byte[sizeof(float) * values.Length];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), values[i]);
        return Constant(name, ElementType.Float, bytes, dimensions);
    }

    /// <summary>Adds a constant of 64-bit integers, one-dimensional.</summary>
    internal string Constant(string name, params long[] values)
    {
        var bytes = new byte[sizeof(long) * values.Length];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(sizeof(long) * i), values[i]);
        return Constant(name, ElementType.Int64, bytes, values.Length);
    }

    /// <summary>Declares a float input [batch, sizes...].</summary>
    internal void Input(string name, params int[] sizes) => graph.Input.Add(Value(name, ElementType.Float, batched: true, sizes));

    /// <summary>Declares an output: [batch, sizes...], or just [sizes...] when not batched.</summary>
    internal void Output(string name, ElementType elementType, bool batched, params int[] sizes) =>
        graph.Output.Add(Value(name, elementType, batched, sizes));

    /// <summary>The graph as a message.</summary>
    internal GraphProto Build(string name)
    {
        graph.Name = name;
        return graph;
    }

    private string Constant(string name, ElementType elementType, byte[] bytes, params int[] dimensions)
    {
        var tensor = new TensorProto { DataType = (int)elementType, Name = name, RawData = UnsafeByteOperations.UnsafeWrap(bytes) };
        foreach (int dimension in dimensions)
            tensor.Dims.Add(dimension);
        graph.Initializer.Add(tensor);
        return name;
    }

    private static ValueInfoProto Value(string name, ElementType elementType, bool batched, params int[] sizes)
    {
        var shape = new TensorShapeProto();
        if (batched)
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = BatchDimension });
        foreach (int size in sizes)
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)elementType, Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
