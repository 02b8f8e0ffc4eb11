using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using GpuAc.Export.Onnx;
using GpuAc.Export.Tests.Support;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Export.Tests.Onnx;

/// <summary>Pins the structure of exported graphs: a change shows as a difference of the approved file.</summary>
public sealed class GraphStructureTests
{
    [Fact]
    public void Export_TypicalPolicies_HaveTheApprovedStructure()
    {
        var text = new StringBuilder();
        Describe(text, "discrete", TestPolicies.Create(DistributionKind.Categorical, normalized: false));
        Describe(
            text, "discrete, normalized, shared SiLU body",
            TestPolicies.Create(DistributionKind.Categorical, Activation.SiLU, shared: true));
        Describe(text, "Gaussian, ReLU, bounds differ", TestPolicies.Create(DistributionKind.DiagonalGaussian, Activation.ReLU));
        PolicySnapshot linear = TestPolicies.Create(DistributionKind.DiagonalGaussian, hidden: [], normalized: false);
        Describe(
            text, "Gaussian, same bounds, no hidden layer", linear with { ActionLow = [-2, -2, -2], ActionHigh = [2, 2, 2] });
        Describe(
            text, "squashed Gaussian, GELU",
            TestPolicies.Create(DistributionKind.SquashedGaussian, Activation.GeluTanh, hidden: [4], normalized: false));
        Describe(
            text, "state-dependent squashed Gaussian without critic",
            TestPolicies.Create(DistributionKind.StateDependentSquashedGaussian, hidden: [4], normalized: false, critic: false));
        Describe(
            text, "discrete, rewards scaled",
            TestPolicies.Create(DistributionKind.Categorical, hidden: [4], normalized: false, rewardScale: 0.5f));
        string approved = Path.Combine(SourceFolder(), "GraphStructure.approved.txt");
        string received = Path.ChangeExtension(approved, null).Replace(".approved", ".received", StringComparison.Ordinal) + ".txt";
        string expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        if (expected != text.ToString())
            File.WriteAllText(received, text.ToString());
        Assert.True(
            expected == text.ToString(),
            $"The structure of exported graphs changed. If that was meant, replace '{approved}' with '{received}'.");
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private static void Describe(StringBuilder text, string title, PolicySnapshot snapshot)
    {
        ModelProto model = OnnxReader.Read(OnnxExporter.ToBytes(snapshot));
        text.Append(CultureInfo.InvariantCulture, $"# {title}\nIR {model.IrVersion}, opset {model.OpsetImport[0].Version}\n");
        foreach (ValueInfoProto input in model.Graph.Input)
            text.Append(CultureInfo.InvariantCulture, $"input {Describe(input)}\n");
        foreach (TensorProto constant in model.Graph.Initializer)
            text.Append(CultureInfo.InvariantCulture, $"constant {constant.Name}\n");
        foreach (NodeProto node in model.Graph.Node)
            text.Append(
                CultureInfo.InvariantCulture, $"{string.Join(", ", node.Output)} = {node.OpType}({string.Join(", ", node.Input)})\n");
        foreach (ValueInfoProto output in model.Graph.Output)
            text.Append(CultureInfo.InvariantCulture, $"output {Describe(output)}\n");
        foreach (StringStringEntryProto entry in model.MetadataProps)
            text.Append(CultureInfo.InvariantCulture, $"metadata {entry.Key}\n");
        text.Append('\n');
    }

    private static string Describe(ValueInfoProto value)
    {
        string type = value.ElementType() == TensorProto.Types.DataType.Float ? "float32" : "int64";
        return $"{value.Name}: {type}[{string.Join(", ", value.Dimensions())}]";
    }
}
