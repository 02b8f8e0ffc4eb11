using GpuAc.Envs;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Statistics;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Cli.Bench;

/// <summary>Speed of one phase of training.</summary>
/// <param name="Name">Phase.</param>
/// <param name="Seconds">Seconds per iteration.</param>
/// <param name="Flops">Floating-point operations per iteration, those of dense layers alone.</param>
internal sealed record PhaseRate(string Name, double Seconds, double Flops)
{
    /// <summary>Operations per second.</summary>
    public double FlopsPerSecond => Seconds > 0 ? Flops / Seconds : 0;
}

/// <summary>Speed of training, phase by phase.</summary>
/// <param name="Phases">Rollout, scan, learn and optimise.</param>
/// <param name="Total">All together.</param>
/// <param name="EnvStepsPerSecond">Environment steps learnt from per second.</param>
/// <param name="OutsideShare">Share of the time that no phase accounts for: on a device, launches and waiting for statistics.</param>
/// <param name="Peak">The machine's FLOP/s, measured in the same run.</param>
internal sealed record PhaseRates(
    IReadOnlyList<PhaseRate> Phases, PhaseRate Total, double EnvStepsPerSecond, double OutsideShare, double Peak)
{
    /// <summary>Works the rates out.</summary>
    /// <param name="entry">Environment.</param>
    /// <param name="config">Settings.</param>
    /// <param name="times">Seconds of one iteration.</param>
    /// <param name="wall">Wall-clock seconds of one iteration.</param>
    /// <param name="peak">FLOP/s of the machine.</param>
    public static PhaseRates Of(EnvironmentEntry entry, OnPolicyConfig config, PhaseTimes times, double wall, double peak)
    {
        EnvironmentSpec spec = entry.Spec;
        DistributionKind kind = spec.Action is DiscreteSpace ? DistributionKind.Categorical : DistributionKind.DiagonalGaussian;
        ActorCriticSpec network = config.CreateNetwork(spec.Observation.Count, spec.Action.Size, kind);
        int epochs = config is PpoConfig ppo ? ppo.NumEpochs : 1;
        double acting = (double)config.RolloutSize * FlopCount.Forward(network);
        double learning = (double)config.RolloutSize * epochs * FlopCount.ForwardBackward(network);
        PhaseRate[] phases =
        [
            new("rollout", times.RolloutSeconds, acting),
            new("scan", times.ScanSeconds, 0),
            new("learn", times.LearnSeconds, learning),
            new("optimise", times.OptimizeSeconds, 0),
        ];
        var total = new PhaseRate("all", times.TotalSeconds, acting + learning);
        return new PhaseRates(phases, total, config.RolloutSize / wall, Math.Max(0, 1 - (times.TotalSeconds / wall)), peak);
    }
}
