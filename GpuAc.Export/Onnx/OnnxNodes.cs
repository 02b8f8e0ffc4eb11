namespace GpuAc.Export.Onnx;

/// <summary>What one layer's activation adds to a graph: ONNX operators between the layer's sums and its output.</summary>
public sealed class OnnxNodes
{
    private readonly OnnxGraphBuilder graph;
    private readonly string prefix;
    private readonly string output;

    /// <summary>Begins the part of a layer.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="prefix">What the names of its tensors begin with.</param>
    /// <param name="input">The tensor of the layer's sums.</param>
    /// <param name="output">The name that the layer's output is to have.</param>
    internal OnnxNodes(OnnxGraphBuilder graph, string prefix, string input, string output)
    {
        this.graph = graph;
        this.prefix = prefix;
        this.output = output;
        Input = input;
    }

    /// <summary>The tensor x that the activation takes, float32[batch, outputs].</summary>
    public string Input { get; }

    /// <summary>Whether <see cref="Result"/> has been called.</summary>
    internal bool HasResult { get; private set; }

    /// <summary>Adds an operator.</summary>
    /// <param name="name">Name of what it gives, unique within the activation.</param>
    /// <param name="operation">One of ONNX's operators of opset 13, elementwise and without attributes, such as <c>Softplus</c>.</param>
    /// <param name="operands">Tensors: <see cref="Input"/>, constants, or what other operators gave.</param>
    /// <returns>The tensor that it gives.</returns>
    public string Add(string name, string operation, params string[] operands) => graph.Node(operation, operands, $"{prefix}.{name}");

    /// <summary>Adds a constant.</summary>
    /// <param name="name">Its name, unique within the activation.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The tensor.</returns>
    public string Constant(string name, float value) => graph.Constant($"{prefix}.{name}", [value]);

    /// <summary>Adds the last operator, which gives the activation's result f(x).</summary>
    /// <param name="operation">As for <see cref="Add"/>.</param>
    /// <param name="operands">As for <see cref="Add"/>.</param>
    /// <exception cref="InvalidOperationException">There is a result already.</exception>
    public void Result(string operation, params string[] operands)
    {
        if (HasResult)
            throw new InvalidOperationException("An activation has one result; Result was called before.");
        HasResult = true;
        graph.Node(operation, operands, output);
    }
}
