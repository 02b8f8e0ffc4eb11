using System.CommandLine;
using GpuAc.Cli.Output;
using GpuAc.Export;
using GpuAc.Export.Onnx;
using GpuAc.Policies.Files;
using GpuAc.Policies.Networks;
using GpuAc.Training;

namespace GpuAc.Cli.Commands;

/// <summary><c>gpuac export</c>: writes the policy of an earlier run as ONNX again.</summary>
internal static class ExportCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        _ = error;
        var folder = new Argument<string>("RUN_DIR") { Description = "Folder of a run of 'gpuac train'." };
        Option<string?> file = CommandOptions.Value("-o", "FILE", "File to write; an existing one is replaced.");
        file.Aliases.Add("--output");
        Option<string?> opset = CommandOptions.Value("--opset", "N", "Version of the ONNX operator set; by default 15.");
        Option<string?> profile = CommandOptions.Value(
            "--profile", "P", "onnx (default), godot-rl or ml-agents: whose loader's names, types and shapes the file has.");
        Option<bool> json = CommandOptions.Json();
        var command = new Command("export", "Writes the policy of a run as a verified ONNX file.") { folder, file, opset, profile, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)
                ?? throw new GpuAcException("Option -o is missing; give the file to write, such as -o policy.onnx.");
            if (Directory.Exists(path))
                throw new GpuAcException(
                    $"Output file '{path}' is a folder; give -o a file in it, such as {Path.Combine(path, "policy.onnx")}.");
            var options = new OnnxExportOptions();
            if (CommandOptions.Whole(parsed, opset, OnnxExportOptions.MinOpset, OnnxExportOptions.MaxOpset) is { } version)
                options = options with { Opset = (int)version };
            if (parsed.GetValue(profile) is { } engine)
                options = options with { Profile = OnnxProfiles.Find(engine) };
            PolicySnapshot policy = PolicySnapshotFile.Load(RunFolder.Open(parsed.GetValue(folder)!).SnapshotPath);
            ExportVerification verification = OnnxExporter.Save(path, policy, options: options);
            Print(path, policy, options, verification, parsed.GetValue(json), output);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(
        string path, PolicySnapshot policy, OnnxExportOptions options, ExportVerification verification, bool json, TextWriter output)
    {
        if (json)
        {
            using var report = new JsonReport();
            report
                .Add("policy", path)
                .Add("env", policy.Provenance.EnvironmentId)
                .Add("opset", options.Opset)
                .Add("profile", OnnxProfiles.NameOf(options.Profile))
                .Add("verifiedObservations", verification.Observations)
                .Add("maxDifference", verification.MaxDifference)
                .Print(output);
            return;
        }

        output.WriteLine(
            $"Policy of {policy.Provenance.EnvironmentId}, verified on {verification.Observations} observations (largest difference "
            + $"{verification.MaxDifference:G2}): {path}");
    }
}
