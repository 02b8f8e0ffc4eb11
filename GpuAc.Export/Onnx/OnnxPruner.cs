using Google.Protobuf.Collections;

namespace GpuAc.Export.Onnx;

/// <summary>Cuts an ONNX model down to what one output needs. ONNX Runtime computes every output that a graph declares.</summary>
internal static class OnnxPruner
{
    /// <summary>Removes from a graph all other outputs, and the nodes and constants that only those need.</summary>
    /// <param name="graph">The graph, named after the output afterwards.</param>
    /// <param name="output">Name of the output to keep.</param>
    internal static void KeepOutput(GraphProto graph, string output)
    {
        Keep(graph, output);
        graph.Name = output;
        RemoveAll(graph.Output, value => value.Name != output);
    }

    /// <summary>Removes from a graph the nodes and constants that some tensors do not need; its outputs stay.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="tensors">Names of the tensors.</param>
    internal static void Keep(GraphProto graph, params string[] tensors)
    {
        var needed = new HashSet<string>(tensors);
        var nodes = new Stack<NodeProto>();
        for (int i = graph.Node.Count - 1; i >= 0; i--)
        {
            NodeProto node = graph.Node[i];
            if (IsAnyOf(node.Output, needed))
            {
                nodes.Push(node);
                needed.UnionWith(node.Input);
            }
        }

        graph.Node.Clear();
        while (nodes.TryPop(out NodeProto? node))
            graph.Node.Add(node);
        RemoveAll(graph.Initializer, tensor => !needed.Contains(tensor.Name));
    }

    private static bool IsAnyOf(RepeatedField<string> names, HashSet<string> needed)
    {
        foreach (string name in names)
        {
            if (needed.Contains(name))
                return true;
        }

        return false;
    }

    private static void RemoveAll<T>(RepeatedField<T> items, Predicate<T> isUnwanted)
    {
        T[] all = [.. items];
        items.Clear();
        foreach (T item in all)
        {
            if (!isUnwanted(item))
                items.Add(item);
        }
    }
}
