using System.CommandLine;
using System.Globalization;
using GpuAc.Cli.Commands;
using GpuAc.Cli.Output;
using GpuAc.Envs;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Accelerators.Rollouts;
using GpuAc.Kernels.Engines;
using GpuAc.Kernels.Plans;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Cli.Bench;

/// <summary>
/// <c>gpuac bench kernels</c>: each kernel of on-policy training on an accelerator, as a share of the device's own ceilings.
/// </summary>
internal static class KernelsBench
{
    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output)
    {
        Option<bool> json = CommandOptions.Json();
        Option<string?> env = CommandOptions.Value("--env", "ENV", "Environment; by default CartPole-v1.");
        Option<string?> envs = CommandOptions.Value("--envs", "N", "Environments; by default 32768 on a GPU, otherwise 4096.");
        Option<string?> device = CommandOptions.Value(
            "--device", "D", "cuda, opencl or ilgpu-cpu; by default the GPU that training would use.");
        Option<string[]> set = new("--set") { Description = "Change a setting: name=value.", HelpName = "name=value" };
        var command = new Command(
            "kernels", "The kernels of on-policy training on an accelerator, one by one; shared 64-64 tanh network, 32 steps.")
        {
            env, envs, device, set, json,
        };
        command.SetAction(parsed =>
        {
            EnvironmentEntry entry = EnvironmentCatalog.Find(parsed.GetValue(env) ?? "CartPole-v1");
            DeviceKind kind = DeviceCatalog.Find(parsed.GetValue(device));
            if (kind == DeviceKind.Cpu && parsed.GetValue(device) is "cpu")
                throw new GpuAcException(
                    "'bench kernels' measures accelerators, but device is cpu; 'gpuac bench training' measures the CPU.");
            using AcceleratorDevice accelerator = AcceleratorDevice.Open(kind == DeviceKind.Cpu ? DeviceKind.Cuda : kind);
            int count = (int)(CommandOptions.Whole(parsed, envs, 1, 1 << 24) ?? (kind == DeviceKind.IlgpuCpu ? 32 : 32768));
            var config = new PpoConfig
            {
                NumEnvs = count,
                NumSteps = 32,
                MinibatchSize = count * 32L,
                SharedBody = true,
                TotalSteps = long.MaxValue,
            };
            config = (PpoConfig)Overrides.Apply(config, parsed.GetValue(set));
            DeviceCeilings ceilings = DeviceCeilings.Measure(accelerator);
            Print(entry, config, accelerator, ceilings, entry.Accept(new Measurement(accelerator, config)), parsed.GetValue(json), output);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(
        EnvironmentEntry entry, PpoConfig config, AcceleratorDevice device, DeviceCeilings ceilings, IReadOnlyList<KernelTiming> timings,
        bool json, TextWriter output)
    {
        if (json)
        {
            using var report = new JsonReport();
            report
                .Add("device", device.Name)
                .Add("env", entry.Spec.Id)
                .Add("envs", config.NumEnvs)
                .Add("steps", config.NumSteps)
                .Add("ceilingGflops", ceilings.FlopsPerSecond / 1e9)
                .Add("ceilingGbytes", ceilings.BytesPerSecond / 1e9)
                .Add("launchMicroseconds", ceilings.LaunchSeconds * 1e6)
                .AddArray("kernels", timings, (item, timing) => item
                    .Add("kernel", timing.Name)
                    .Add("seconds", timing.Seconds)
                    .Add("gflops", timing.Flops / timing.Seconds / 1e9)
                    .Add("gbytes", timing.Bytes / timing.Seconds / 1e9)
                    .Add("flopShare", timing.Flops / timing.Seconds / ceilings.FlopsPerSecond)
                    .Add("byteShare", timing.Bytes / timing.Seconds / ceilings.BytesPerSecond)
                    .Add("envStepsPerSecond", timing.EnvSteps / timing.Seconds)
                    .Add("sharedBytes", timing.SharedBytes))
                .AddArray("resources", device.KernelResources, (item, kernel) => item
                    .Add("kernel", kernel.Name)
                    .Add("registers", kernel.Registers)
                    .Add("localBytes", kernel.LocalBytes)
                    .Add("sharedBytes", kernel.SharedBytes))
                .Print(output);
            return;
        }

        CultureInfo invariant = CultureInfo.InvariantCulture;
        output.WriteLine(string.Create(
            invariant,
            $"{device.Name}: {ceilings.FlopsPerSecond / 1e9:F1} GFLOP/s multiply-add, {ceilings.BytesPerSecond / 1e9:F1} GB/s "
            + $"copy, {ceilings.LaunchSeconds * 1e6:F1} µs a launch"));
        output.WriteLine(string.Create(
            invariant,
            $"{entry.Spec.Id}, {config.NumEnvs} envs x {config.NumSteps} steps, minibatch {config.MinibatchSize}"));
        Tables.Print(
            output,
            ["kernel", ">ms", ">GFLOP/s", ">of ceiling", ">GB/s", ">of ceiling", ">M env-steps/s", ">shared KiB"],
            timings.Select(timing => new[]
            {
                timing.Name,
                (timing.Seconds * 1e3).ToString("F3", invariant),
                (timing.Flops / timing.Seconds / 1e9).ToString("F1", invariant),
                (timing.Flops / timing.Seconds / ceilings.FlopsPerSecond).ToString("P1", invariant),
                (timing.Bytes / timing.Seconds / 1e9).ToString("F1", invariant),
                (timing.Bytes / timing.Seconds / ceilings.BytesPerSecond).ToString("P1", invariant),
                (timing.EnvSteps / timing.Seconds / 1e6).ToString("F1", invariant),
                (timing.SharedBytes / 1024.0).ToString("F1", invariant),
            }));
        if (device.KernelResources.Count == 0)
            return;
        Tables.Print(
            output,
            ["kernel", ">registers", ">local bytes", ">declared shared bytes"],
            device.KernelResources.Select(kernel => new[]
            {
                kernel.Name,
                kernel.Registers.ToString(invariant),
                kernel.LocalBytes.ToString(invariant),
                kernel.SharedBytes.ToString(invariant),
            }));
    }

    private sealed class Measurement(AcceleratorDevice device, PpoConfig config) : IEnvironmentVisitor<IReadOnlyList<KernelTiming>>
    {
        public IReadOnlyList<KernelTiming> Visit<TEnv>()
            where TEnv : struct, IEnvironment =>
                TEnv.Spec.Action is DiscreteSpace ? Run<TEnv, Categorical>() : Run<TEnv, DiagonalGaussian>();

        private IReadOnlyList<KernelTiming> Run<TEnv, TDistribution>()
            where TEnv : struct, IEnvironment
            where TDistribution : struct, IActionDistribution
        {
            EnvironmentSpec spec = TEnv.Spec;
            ActorCriticSpec network = config.CreateNetwork(spec.Observation.Count, spec.Action.Size, TDistribution.Kind);
            var plan = new RolloutPlan
            {
                NumEnvs = config.NumEnvs,
                NumSteps = config.NumSteps,
                Seed = 0,
                NormalizeObservations = config.NormalizeObservations,
                ScaleRewards = config.ScaleRewards,
                Gamma = config.Gamma,
            };
            return KernelMeasurement.Run<TEnv, TDistribution>(
                device, network, ActorCriticInitializer.Create(network, config.Initialization, 0), plan, config.MinibatchSize);
        }
    }
}
