using System.Diagnostics;
using GpuAc.Export.Onnx;
using GpuAc.Export.Tests.Support;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Export.Tests.Onnx;

/// <summary>What ONNX's own checker and shape inference say of exported files.</summary>
public sealed class OnnxCheckerTests
{
    private const string Script = """
        import sys, onnx
        known = onnx.defs.onnx_opset_version()
        for path in sys.argv[1:]:
            model = onnx.load(path)
            if model.opset_import[0].version > known:
                continue
            onnx.checker.check_model(model, full_check=True)
            inferred = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
            assert len(model.metadata_props) == len({p.key for p in model.metadata_props}), "duplicate metadata"
            print(path)
        """;

    [OnnxCheckerFact]
    public void Export_EveryKindOfPolicy_PassesTheChecker()
    {
        string? python = OnnxCheckerFactAttribute.FindPython();
        Assert.True(python != null, "Python's onnx package is missing; CI must have it (Debian: python3-onnx).");
        using var folder = new TemporaryFolder();
        var paths = new List<string>();
        foreach (object[] row in OnnxExporterTests.AllKinds())
        {
            PolicySnapshot snapshot = TestPolicies.Create((DistributionKind)row[0], (Activation)row[1], (bool)row[2], (bool)row[3]);
            paths.Add(folder.Write($"{paths.Count}.onnx", OnnxExporter.ToBytes(snapshot)));
        }

        foreach (int opset in (int[])[13, 14, 16, 17])
            paths.Add(
                folder.Write(
                $"{paths.Count}.onnx", OnnxExporter.ToBytes(TestPolicies.CartPole(), new OnnxExportOptions { Opset = opset })));
        foreach (DistributionKind kind in Enum.GetValues<DistributionKind>())
        {
            foreach (OnnxProfile profile in (OnnxProfile[])[OnnxProfile.GodotRl, OnnxProfile.MlAgents])
                paths.Add(folder.Write(
                    $"{paths.Count}.onnx", OnnxExporter.ToBytes(TestPolicies.Create(kind), new OnnxExportOptions { Profile = profile })));
        }

        var start = new ProcessStartInfo(python)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        paths.ForEach(start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string[] checkedPaths = process.StandardOutput.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        Assert.Equal(paths, checkedPaths);
    }
}
