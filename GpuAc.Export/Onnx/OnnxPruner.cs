namespace GpuAc.Export.Onnx;

/// <summary>Cuts an ONNX model down to what one output needs. ONNX Runtime computes every output that a graph declares.</summary>
internal static class OnnxPruner
{
    /// <summary>Copies a model with one output and without the nodes and constants that only others need.</summary>
    /// <param name="model">The model.</param>
    /// <param name="output">Name of the output to keep.</param>
    internal static byte[] KeepOutput(OnnxModel model, string output)
    {
        var needed = new HashSet<string> { output };
        var kept = new bool[model.Nodes.Count];
        for (int i = model.Nodes.Count - 1; i >= 0; i--)
        {
            kept[i] = model.Nodes[i].Outputs.Exists(needed.Contains);
            if (kept[i])
                needed.UnionWith(model.Nodes[i].Inputs);
        }

        ReadOnlySpan<byte> file = model.File;
        var graph = new ProtobufWriter();
        for (int i = 0; i < kept.Length; i++)
        {
            if (kept[i])
                graph.Raw(file[model.Nodes[i].Field]);
        }

        graph.Text(OnnxFields.GraphName, output);
        foreach (OnnxModel.Initializer initializer in model.Initializers)
        {
            if (needed.Contains(initializer.Name))
                graph.Raw(file[initializer.Field]);
        }

        foreach (OnnxModel.Value value in model.Inputs)
            graph.Raw(file[value.Field]);
        foreach (OnnxModel.Value value in model.Outputs)
        {
            if (value.Name == output)
                graph.Raw(file[value.Field]);
        }

        var pruned = new ProtobufWriter();
        pruned.Raw(file[..model.GraphField.Start]);
        pruned.Message(OnnxFields.ModelGraph, graph);
        pruned.Raw(file[model.GraphField.End..]);
        return pruned.Written.ToArray();
    }
}
