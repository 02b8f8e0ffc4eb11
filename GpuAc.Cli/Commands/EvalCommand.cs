using System.CommandLine;
using System.Globalization;
using GpuAc.Cli.Output;
using GpuAc.Envs;
using GpuAc.Envs.Contracts;
using GpuAc.Export;
using GpuAc.Export.Inference;
using GpuAc.Training;

namespace GpuAc.Cli.Commands;

/// <summary><c>gpuac eval</c>: plays episodes with an exported policy.</summary>
internal static class EvalCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var file = new Argument<string>("POLICY.onnx") { Description = "A policy that 'gpuac train' or 'gpuac export' wrote." };
        Option<string?> environment = CommandOptions.Value("--env", "ENV", "Environment; by default the one that the file names.");
        Option<string?> episodes = CommandOptions.Value("--episodes", "N", "Episodes to play; by default 100.");
        Option<string?> seed = CommandOptions.Seed();
        Option<string?> device = CommandOptions.Value("--device", "D", "cpu (default), cuda or auto: where ONNX Runtime computes.");
        Option<bool> json = CommandOptions.Json();
        var command = new Command(
            "eval", "Plays episodes with an exported policy, through ONNX Runtime.") { file, environment, episodes, seed, device, json };
        command.SetAction(parsed =>
        {
            using OnnxPolicy policy = OnnxPolicy.Load(
                parsed.GetValue(file)!, new OnnxPolicyOptions { Device = ReadDevice(parsed.GetValue(device)) });
            if (policy.Warning != null)
                error.WriteLine($"warning: {policy.Warning}");
            EnvironmentEntry entry = EnvironmentCatalog.Find(parsed.GetValue(environment) ?? policy.Metadata.Provenance.EnvironmentId);
            RequireFit(entry.Spec, policy);
            using var interruption = new Interruption();
            try
            {
                var evaluator = new Evaluator(entry, CommandOptions.ReadSeed(parsed, seed));
                EvaluationResult result = evaluator.Run(
                    policy.Act, (int)(CommandOptions.Whole(parsed, episodes, 1, 1_000_000) ?? 100), interruption.Token);
                return Print(entry, policy, result, parsed.GetValue(json), output);
            }
            catch (OperationCanceledException)
            {
                error.WriteLine("Interrupted: no episode count was reached, so there is nothing to report.");
                return ExitCode.Interrupted;
            }
        });
        return command;
    }

    private static InferenceDevice ReadDevice(string? name) => name?.ToLowerInvariant() switch
    {
        null or "cpu" => InferenceDevice.Cpu,
        "cuda" => InferenceDevice.Cuda,
        "auto" => InferenceDevice.Auto,
        _ => throw UnknownNameException.For("inference device", name, ["cpu", "cuda", "auto"]),
    };

    private static void RequireFit(EnvironmentSpec spec, OnnxPolicy policy)
    {
        bool discrete = spec.Action is DiscreteSpace;
        if (spec.Observation.Count == policy.ObservationSize && discrete == policy.Metadata.IsDiscrete
            && spec.Action.Size == policy.ActorOutputs)
            return;
        throw new GpuAcException(
            $"The policy takes {policy.ObservationSize} observations and chooses among "
            + $"{Describe(policy.ActorOutputs, policy.Metadata.IsDiscrete)}, but {spec.Id} has "
            + $"{spec.Observation.Count} observations and {Describe(spec.Action.Size, discrete)}; it was trained on "
            + $"{policy.Metadata.Provenance.EnvironmentId}: leave --env out.");
    }

    private static string Describe(int size, bool discrete) => discrete ? $"{size} actions" : $"{size} continuous action dimensions";

    private static int Print(EnvironmentEntry entry, OnnxPolicy policy, EvaluationResult result, bool json, TextWriter output)
    {
        bool? solved = entry.Spec.SolvedReturn is { } target ? result.MeanReturn >= target : null;
        if (json)
        {
            using var report = new JsonReport();
            report
                .Add("env", entry.Spec.Id)
                .Add("algorithm", policy.Metadata.Provenance.Algorithm)
                .Add("trainingSeed", (long)policy.Metadata.Provenance.Seed)
                .Add("trainingSteps", policy.Metadata.Provenance.TrainingSteps)
                .Add("libraryVersion", policy.Metadata.Provenance.LibraryVersion)
                .Add("provider", Name(policy.Device))
                .Add("evalMeanReturn", result.MeanReturn)
                .Add("evalStdReturn", result.StdReturn)
                .Add("evalEpisodes", result.Episodes)
                .Add("solved", solved)
                .Print(output);
        }
        else
        {
            string verdict = solved switch { true => ": solved", false => ": not solved", null => "" };
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{policy.Metadata.Provenance.Algorithm} policy of {policy.Metadata.Provenance.EnvironmentId} (seed "
                + $"{policy.Metadata.Provenance.Seed}, {policy.Metadata.Provenance.TrainingSteps:N0} steps), ONNX Runtime on "
                + $"{Name(policy.Device)}"));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{entry.Spec.Id}: {result.MeanReturn:F1} ± {result.StdReturn:F1} over {result.Episodes} episodes{verdict}"));
        }

        return solved == false ? ExitCode.NotSolved : ExitCode.Ok;
    }

    private static string Name(InferenceDevice device) => device switch
    {
        InferenceDevice.Cuda => "cuda",
        InferenceDevice.Cpu => "cpu",
        _ => throw KnownValues.Unknown(device),
    };
}
